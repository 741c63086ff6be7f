// 发起募集: a campaign written or revised. Its type says which fields there are; what publishing would miss stands at its field. What is written
// stays on the phone until it is saved; publishing is asked for on the matter's own page.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { askedBy, wrongIn } from '../../../lib/draft'
import { newId } from '../../../lib/ids'
import { choosePhotos, storePhotos } from '../../../lib/photos'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { blank, blankThing, contentOf, type Draft, type Drafting, draftFrom, gateOf, type Thing } from './content'

type Rests = Awaited<ReturnType<Call<Api['giving']['rests']>>>['options']
type Charity = Drafting['charities'][number]

/** Fields of one line that every type has, or whose gate the type has. */
const proofLines = [
  { name: 'planNo', label: '募捐方案备案编号', gate: 'plan', max: 40, hint: '向民政部门备案后取得' },
  {
    name: 'platformUrl',
    label: '指定平台上的募捐页面',
    gate: 'platform',
    max: 300,
    hint: '从平台页面复制，以 https 开头',
  },
]
const reachLines = [
  { name: 'contact', label: '联系人与联系方式', gate: 'contact', max: 60, hint: '公开，请写工作电话' },
  { name: 'query', label: '查询方式', gate: 'query', max: 100, hint: '捐赠人怎样查到去向' },
]

Component({
  data: {
    style: pageStyle(),
    proofLines,
    reachLines,
    opened: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    uploading: false,
    request: newId(),
    draft: blank(),
    options: {} as Partial<Drafting>,
    areaAt: 0,
    charity: undefined as Charity | undefined,
    /** The gates of the chosen type: what it must show, and so which fields there are. */
    asked: {} as Record<string, boolean>,
    /** Of the saved draft, by gate; what has been written since is no longer among them. */
    lacks: {} as Record<string, string>,
    rests: [] as Rests,
    errors: {} as Record<string, string>,
    /** Field errors by the names of the content, wherever they were refused. */
    wrong: {} as Record<string, string>,
  },
  observers: {
    errors(errors: Record<string, string>) {
      this.setData({ wrong: wrongIn(errors, 'members') })
    },
    'draft.type, options.types'() {
      const { draft, options } = this.data
      const gates = options.types?.find(({ value }) => value === draft.type)?.gates ?? []
      this.setData({ asked: askedBy(gates) })
    },
    'draft.host, options.charities'() {
      const { draft, options } = this.data
      this.setData({ charity: options.charities?.find(({ id }) => id === draft.host) })
    },
  },
  methods: {
    onLoad({ id }: { id?: string }) {
      if (id) wx.setNavigationBarTitle({ title: '修改草稿' })
      this.setData({ opened: id ?? '' })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const { opened } = this.data
        const kept = wx.getStorageSync(this.keptAs()) as Draft | ''
        const area = kept === '' ? '' : kept.area
        const options = await api.giving.drafting(opened ? { id: opened } : area ? { area } : {})
        const saved = options.draft && draftFrom(opened, options.draft)
        // What was written on top of an older version of the draft would undo what somebody else has changed.
        const draft = kept && kept.version === (saved?.version ?? 0) ? kept : (saved ?? blank())
        const areaAt = Math.max(
          0,
          options.areas.findIndex(({ value }) => value === options.area),
        )
        const lacks = Object.fromEntries((options.draft?.missing ?? []).map(({ gate, label }) => [gate, label]))
        const placed = { ...draft, area: options.area, host: this.hostAmong(options.charities, draft.host) }
        return { options, areaAt, lacks, draft: placed, rests: await this.restsFor(placed) }
      })
    },
    keptAs(): string {
      return this.data.opened ? `campaign:${this.data.opened}` : 'campaign'
    },
    /** The one that was chosen, where it can be chosen; the only one there is. */
    hostAmong(charities: Charity[], host: string): string {
      const [only, another] = charities
      return charities.some(({ id }) => id === host) ? host : only && !another ? only.id : ''
    },
    async restsFor({ area, host, type }: Draft): Promise<Rests> {
      if (!host || (type !== 'residents' && type !== 'venture')) return []
      return (await api.giving.rests({ area, host, type })).options
    },
    keep(change: Partial<Draft>) {
      const { lacks } = this.data
      const touched = Object.keys(change).flatMap((name) => gateOf[name as keyof Draft] ?? [])
      const left = Object.fromEntries(Object.entries(lacks).filter(([gate]) => !touched.includes(gate)))
      const changed = Object.fromEntries(Object.entries(change).map(([name, value]) => [`draft.${name}`, value]))
      this.setData({ ...changed, lacks: left })
      wx.setStorageSync(this.keptAs(), this.data.draft)
    },
    write(event: WechatMiniprogram.Input) {
      this.keep({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      this.keep({ [name]: value })
    },
    /** What it may rest on depends on the type, the place and the charity. */
    pickWithRests(event: WechatMiniprogram.TouchEvent) {
      this.pick(event)
      run(this, async () => {
        this.setData({ rests: await this.restsFor(this.data.draft) })
      })
    },
    pickArea(event: WechatMiniprogram.PickerChange) {
      const areaAt = Number(event.detail.value)
      const area = this.data.options.areas?.[areaAt]?.value ?? ''
      run(this, async () => {
        const options = await api.giving.drafting({ area })
        this.setData({ options, areaAt })
        this.keep({ area, host: this.hostAmong(options.charities, this.data.draft.host), plan: '', fund: '' })
        this.setData({ rests: await this.restsFor(this.data.draft) })
      })
    },
    writeThing(event: WechatMiniprogram.Input) {
      const { at, name } = event.currentTarget.dataset as { at: number; name: keyof Thing }
      const change = { [name]: event.detail.value }
      this.keep({ wanted: this.data.draft.wanted.map((one, place) => (place === at ? { ...one, ...change } : one)) })
    },
    addThing() {
      this.keep({ wanted: [...this.data.draft.wanted, blankThing()] })
    },
    removeThing(event: WechatMiniprogram.TouchEvent) {
      const at = event.currentTarget.dataset.at as number
      this.keep({ wanted: this.data.draft.wanted.filter((_, place) => place !== at) })
    },
    async stored(most: number): Promise<string[]> {
      if (this.data.uploading) return []
      const chosen = await choosePhotos(most)
      if (!chosen.length) return []
      this.setData({ uploading: true })
      const added = await storePhotos(chosen)
      this.setData({ uploading: false })
      return added
    },
    async addPhotos() {
      const added = await this.stored(6 - this.data.draft.photos.length)
      if (added.length) this.keep({ photos: [...this.data.draft.photos, ...added] })
    },
    removePhoto(event: WechatMiniprogram.TouchEvent) {
      const at = event.currentTarget.dataset.at as number
      this.keep({ photos: this.data.draft.photos.filter((_, place) => place !== at) })
    },
    async addMinutes() {
      const [minutes] = await this.stored(1)
      if (minutes) this.keep({ minutes })
    },
    removeMinutes() {
      this.keep({ minutes: '' })
    },
    open(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/pages/matter/matter?id=${event.currentTarget.dataset.id}` })
    },
    save() {
      const { draft, request, asked } = this.data
      const { id, version, area, host } = draft
      run(this, async () => {
        const content = contentOf(draft, asked)
        if (version) await api.matters.act({ id, version, action: 'revise', request, patch: content })
        else await api.giving.draft({ id, area, host, ...content })
        wx.removeStorageSync(this.keptAs())
        wx.showToast({ title: '草稿已保存', icon: 'none' })
        if (version && getCurrentPages().length > 1) wx.navigateBack()
        else wx.redirectTo({ url: `/pages/matter/matter?id=${id}` })
      })
    },
  },
})

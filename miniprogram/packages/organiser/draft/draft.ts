// 发起活动: an activity written or revised: what, when, where, posts, risk with what each class asks for, in whose name. What is written stays
// on the phone until it is saved; publishing is asked for on the matter's own page, where what is missing is refused by name.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { askedBy, wrongIn } from '../../../lib/draft'
import { newId } from '../../../lib/ids'
import { choosePhotos, storePhotos } from '../../../lib/photos'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { daysOf, sayDay } from '../lib/times'
import { blank, blankPost, contentOf, type Draft, type Drafting, draftFrom, type Post, sayStart } from './content'

type Bodies = Awaited<ReturnType<Call<Api['volunteers']['bodies']>>>['bodies']
const repeatsMost = 31

Component({
  data: {
    style: pageStyle(),
    opened: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    uploading: false,
    request: newId(),
    draft: blank(),
    options: {} as Partial<Drafting>,
    bodies: [] as Bodies,
    areaAt: 0,
    /** What the chosen risk asks for before publishing. */
    gates: [] as Drafting['risks'][number]['gates'],
    asked: {} as Record<string, boolean>,
    days: [] as { on: string; label: string; skipped: boolean }[],
    counts: Array.from({ length: repeatsMost - 1 }, (_, index) => `${index + 2} 次`),
    others: [] as string[],
    errors: {} as Record<string, string>,
    /** Field errors by the names of the draft, wherever they were refused. */
    wrong: {} as Record<string, string>,
  },
  observers: {
    errors(errors: Record<string, string>) {
      this.setData({ wrong: wrongIn(errors, 'times') })
    },
    'draft.risk, options.risks'() {
      const { draft, options } = this.data
      const gates = options.risks?.find(({ value }) => value === draft.risk)?.gates ?? []
      this.setData({ gates, asked: askedBy(gates) })
    },
    'draft.on, draft.repeats, draft.skipped, draft.others'() {
      const { skipped, others, ...series } = this.data.draft
      const days = daysOf(series).map((on) => ({ on, label: sayDay(on), skipped: skipped.includes(on) }))
      this.setData({ days: series.repeats > 1 ? days : [], others: others.map(sayStart) })
    },
  },
  methods: {
    onLoad({ id }: { id?: string }) {
      if (id) wx.setNavigationBarTitle({ title: '修改草稿' })
      this.setData({ opened: id ?? '' })
      return this.reload()
    },
    reload() {
      const { opened } = this.data
      return load(this, async () => {
        const options = await api.volunteers.drafting(opened ? { id: opened } : {})
        const kept = wx.getStorageSync(this.keptAs()) as Draft | ''
        const saved = options.draft && draftFrom(opened, options.draft)
        // What was written on top of an older version of the draft would undo what somebody else has changed.
        const draft = kept && kept.version === (saved?.version ?? 0) ? kept : (saved ?? blank())
        const known = options.areas.findIndex(({ value }) => value === draft.area)
        const areaAt = Math.max(0, known)
        const area = options.areas[areaAt]?.value ?? ''
        const { bodies } = saved ? { bodies: [] } : await api.volunteers.bodies({ area })
        const body = saved || bodies.some(({ value }) => value === draft.body) ? draft.body : (bodies[0]?.value ?? '')
        return { options, bodies, areaAt, draft: { ...draft, area, body } }
      })
    },
    keptAs(): string {
      return this.data.opened ? `activity:${this.data.opened}` : 'activity'
    },
    keep(change: Partial<Draft>) {
      this.setData(Object.fromEntries(Object.entries(change).map(([name, value]) => [`draft.${name}`, value])))
      wx.setStorageSync(this.keptAs(), this.data.draft)
    },
    write(event: WechatMiniprogram.Input) {
      this.keep({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      this.keep({ [name]: value })
    },
    turn(event: WechatMiniprogram.SwitchChange) {
      this.keep({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    pickArea(event: WechatMiniprogram.PickerChange) {
      const areaAt = Number(event.detail.value)
      const area = this.data.options.areas?.[areaAt]?.value ?? ''
      run(this, async () => {
        const { bodies } = await api.volunteers.bodies({ area })
        this.setData({ areaAt, bodies })
        this.keep({ area, body: bodies[0]?.value ?? '' })
      })
    },
    weekly(event: WechatMiniprogram.TouchEvent) {
      this.keep({ repeats: event.currentTarget.dataset.value as number, skipped: [] })
    },
    pickCount(event: WechatMiniprogram.PickerChange) {
      this.keep({ repeats: Number(event.detail.value) + 2, skipped: [] })
    },
    skip(event: WechatMiniprogram.TouchEvent) {
      const on = event.currentTarget.dataset.on as string
      const { skipped } = this.data.draft
      this.keep({ skipped: skipped.includes(on) ? skipped.filter((one) => one !== on) : [...skipped, on] })
    },
    chooseAnew() {
      this.keep({ others: [] })
    },
    postAt(event: { currentTarget: { dataset: object } }): { at: number; name: string } {
      return event.currentTarget.dataset as { at: number; name: string }
    },
    changePost(at: number, change: Partial<Post>) {
      this.keep({ posts: this.data.draft.posts.map((post, place) => (place === at ? { ...post, ...change } : post)) })
    },
    writePost(event: WechatMiniprogram.Input) {
      const { at, name } = this.postAt(event)
      this.changePost(at, { [name]: event.detail.value })
    },
    rescue(event: WechatMiniprogram.SwitchChange) {
      this.changePost(this.postAt(event).at, { rescue: event.detail.value })
    },
    skill(event: WechatMiniprogram.TouchEvent) {
      const { at, name } = this.postAt(event)
      const { skills } = this.data.draft.posts[at] ?? blankPost()
      this.changePost(at, { skills: skills.includes(name) ? skills.filter((one) => one !== name) : [...skills, name] })
    },
    unfoldPost(event: WechatMiniprogram.TouchEvent) {
      const { at } = this.postAt(event)
      this.changePost(at, { unfolded: !this.data.draft.posts[at]?.unfolded })
    },
    addPost() {
      this.keep({ posts: [...this.data.draft.posts, blankPost()] })
    },
    removePost(event: WechatMiniprogram.TouchEvent) {
      const { at } = this.postAt(event)
      this.keep({ posts: this.data.draft.posts.filter((_, place) => place !== at) })
    },
    async addPhotos() {
      if (this.data.uploading) return
      const chosen = await choosePhotos(6 - this.data.draft.photos.length)
      if (!chosen.length) return
      this.setData({ uploading: true })
      const added = await storePhotos(chosen)
      this.setData({ uploading: false })
      this.keep({ photos: [...this.data.draft.photos, ...added] })
    },
    removePhoto(event: WechatMiniprogram.TouchEvent) {
      const at = event.currentTarget.dataset.at as number
      this.keep({ photos: this.data.draft.photos.filter((_, place) => place !== at) })
    },
    save() {
      const { draft, request } = this.data
      const { id, version, area, body } = draft
      run(this, async () => {
        const content = contentOf(draft)
        if (version) await api.matters.act({ id, version, action: 'revise', request, patch: content })
        else await api.volunteers.draft({ id, area, body, ...content })
        wx.removeStorageSync(this.keptAs())
        wx.showToast({ title: '草稿已保存', icon: 'none' })
        if (version && getCurrentPages().length > 1) wx.navigateBack()
        else wx.redirectTo({ url: `/pages/matter/matter?id=${id}` })
      })
    },
  },
})

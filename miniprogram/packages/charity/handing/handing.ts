// 登记发放: for whom, of what, and how they agreed. Raised from a need, or from the room for a person or a body; what may help a need stands
// first, with its reason. What was asked for is set aside at once, and the record then shows from which shelf each part is taken.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Options = Awaited<ReturnType<Call<Api['goods']['options']>>>
type Stock = Awaited<ReturnType<Call<Api['goods']['stock']>>>
type Kit = Awaited<ReturnType<Call<Api['goods']['kits']>>>['kits'][number]
type Wanted = Awaited<ReturnType<Call<Api['goods']['search']>>>['lines'][number]
type Input = Parameters<Call<Api['goods']['handover']>>[0]
type Suggested = Parameters<Call<Api['goods']['suggest']>>[0]
/** A row of the list: what there is, why it may help, and how many are asked for. */
type Row = { id: string; name: string; unit: string; there: string[]; reasons: string[]; n: string; wrong: string }

type Opened = { area: string; need?: string; campaign?: string; category?: string; item?: string }

const whoms = [
  { key: 'code', label: '有编号的居民' },
  { key: 'name', label: '没有编号的居民' },
  { key: 'body', label: '单位或小组' },
  { key: 'need', label: '一件诉求' },
] as const
type Whom = (typeof whoms)[number]['key']

const rowOf = ({ id, name, unit, free, soonest, reserve, reserveLabel }: Stock['items'][number]): Row => ({
  id,
  name,
  unit,
  there: [`可用 ${free} ${unit}${reserve ? `，${reserveLabel}` : ''}`, soonest],
  reasons: [],
  n: '',
  wrong: '',
})

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    area: '',
    category: '',
    /** The need it is raised from. */
    need: '',
    /** The campaign whose goods are handed out. */
    campaign: '',
    title: '',
    /** What it says that is needed. */
    wanted: '',
    isForNeed: false,
    /** The kind that the page was opened about. */
    item: '',
    listed: false,
    whoms: whoms as readonly { key: Whom; label: string }[],
    whom: 'code' as Whom,
    needs: [] as Wanted[],
    needsAfter: undefined as Awaited<ReturnType<Call<Api['goods']['search']>>>['next'],
    name: '',
    code: '',
    options: undefined as Options | undefined,
    rows: [] as Row[],
    next: undefined as Stock['next'],
    kits: [] as Kit[],
    kit: '',
    count: '1',
    consent: '',
    words: '',
    /** Kept until there are answers: sending again raises and sets aside once. */
    id: newId(),
    request: newId(),
  },
  methods: {
    onLoad({ area, need = '', campaign = '', category = '', item = '' }: Opened) {
      const isForNeed = need !== ''
      this.setData({ area, need, campaign, category, item, isForNeed, whom: isForNeed ? 'need' : 'code' })
      return this.reload()
    },
    async reload() {
      await load(this, async () => {
        const { need, campaign } = this.data
        const about = need || campaign
        const [options, matter] = await Promise.all([
          api.goods.options({}),
          about ? api.matters.get({ id: about }) : undefined,
        ])
        return { options, title: matter?.title ?? '', wanted: `${matter?.title ?? ''}\n${matter?.words ?? ''}` }
      })
      if (this.data.state === 'ready') await load(this, () => this.rest())
    },
    /** What stands further down the page: kits, what may help first, and what else the room has. */
    async rest() {
      const { area, item, wanted } = this.data
      const [{ kits }, first] = await Promise.all([
        api.goods.kits({ area }),
        item ? api.goods.item({ id: item }).then((found) => [rowOf(found.item)]) : this.helpful(wanted),
      ])
      this.setData({ kits, rows: first, next: undefined })
      return { ...(await this.further()), listed: true }
    },
    /** What may help the need. */
    async helpful(words: string): Promise<Row[]> {
      const { area, category } = this.data
      if (!category) return []
      const about = { area, category: category as Suggested['category'], words: words.slice(0, 1200) }
      const { matches } = await api.goods.suggest(about)
      return matches
        .filter(({ key }) => key === 'goods')
        .map(({ id, title, amount = '', reasons }) => {
          const [, unit = ''] = amount.split(' ')
          return { id, name: title, unit, there: [`可用 ${amount}`], reasons, n: '', wrong: '' }
        })
    },
    /** The next page of the room's list, without what stands above already and what there is nothing of. */
    async further() {
      const { area, next, rows } = this.data
      const page = await api.goods.stock({ area, ...(next && { after: next }) })
      const more = page.items.filter(({ id, free }) => free > 0 && rows.every((row) => row.id !== id)).map(rowOf)
      return { rows: [...rows, ...more], next: page.next }
    },
    more() {
      run(this, async () => this.setData(await this.further()))
    },
    pickWhom(event: WechatMiniprogram.TouchEvent) {
      const whom = event.currentTarget.dataset.key as Whom
      this.setData({ whom, errors: {} })
      if (whom === 'need' && !this.data.needs.length) this.moreNeeds()
    },
    moreNeeds() {
      const { area, needs, needsAfter } = this.data
      run(this, async () => {
        const { lines, next } = await api.goods.search({ area, ...(needsAfter && { after: needsAfter }) })
        const helped = lines.filter(({ key }) => key === 'need' || key === 'wish')
        this.setData({ needs: [...needs, ...helped], needsAfter: next })
      })
    },
    pickNeed(event: WechatMiniprogram.TouchEvent) {
      this.setData({ need: event.currentTarget.dataset.id as string })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    ask(event: WechatMiniprogram.Input) {
      const at = event.currentTarget.dataset.at as number
      this.setData({ [`rows[${at}].n`]: event.detail.value, [`rows[${at}].wrong`]: '' })
    },
    pickKit(event: WechatMiniprogram.TouchEvent) {
      const id = event.currentTarget.dataset.id as string
      this.setData({ kit: this.data.kit === id ? '' : id })
    },
    pickConsent(event: WechatMiniprogram.TouchEvent) {
      this.setData({ consent: event.currentTarget.dataset.value as string })
    },
    /** Whoever is helped, as the server takes it. */
    helped(): Pick<Input, 'need' | 'recipient' | 'campaign'> {
      const { whom, need, campaign, name, code } = this.data
      const purpose = campaign ? { campaign } : {}
      if (whom === 'need') return { ...purpose, ...(need && { need }) }
      return { ...purpose, recipient: { name, ...(whom === 'code' && { code }) } }
    },
    send() {
      const { area, id, request, kit, count, words, rows } = this.data
      const asked = rows.filter(({ n }) => n !== '' && n !== '0')
      const what = kit
        ? { kit: { id: kit, count: count === '' ? Number.NaN : Number(count) } }
        : { lines: asked.map(({ id: item, n }) => ({ item, quantity: Number(n) })) }
      const consent = this.data.consent as Input['consent']
      run(this, async () => {
        const raised = await api.goods.handover({ id, area, ...this.helped(), ...what, consent, words })
        if (raised.buttons.some(({ action }) => action === 'reserve'))
          await api.matters.act({ id, version: raised.version, action: 'reserve', request })
        wx.redirectTo({ url: `/pages/matter/matter?id=${id}` })
      }).then(() => this.mark(asked))
    },
    /** Under each row what the server said of its line. */
    mark(asked: Row[]) {
      const { errors, rows } = this.data
      const said = (id: string): string => {
        const at = asked.findIndex((one) => one.id === id)
        return errors[`lines.${at}.quantity`] ?? errors[`lines.${at}.item`] ?? ''
      }
      this.setData({ rows: rows.map((row) => ({ ...row, wrong: said(row.id) })) })
    },
  },
})

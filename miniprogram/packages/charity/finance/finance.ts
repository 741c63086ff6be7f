// 财务台: what a charity's people write down, confirm and reverse, and when each campaign must be disclosed. Who wrote a gift down sees that
// somebody else confirms it; those that are shown are ticked one by one or all together, sent one after another, each judged by itself.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { sayFen } from '../../../lib/money'
import { load, run, type State, turnTo } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { type Failed, oneByOne, type Ticks, tickedOf } from './one-by-one'

type Page = Awaited<ReturnType<Call<Api['giving']['desk']>>>
const sections = [
  { key: 'record', label: '待登记', empty: '没有等着登记的认捐' },
  { key: 'confirm', label: '待复核', empty: '没有等着复核的到账' },
  { key: 'reverse', label: '待冲正', empty: '没有等着复核的冲正' },
  { key: 'campaigns', label: '募集与公开', empty: '没有正在进行的募集' },
] as const
type Section = (typeof sections)[number]['key']
/** The likely next step of each queue, by the name the server knows it under. */
const steps = {
  record: [
    { action: 'record', label: '登记到账', danger: false },
    { action: 'void', label: '作废', danger: true },
  ],
  confirm: [{ action: 'sendBack', label: '退回重新登记', danger: true }],
  reverse: [],
  campaigns: [],
} as const
const sumOf = (gifts: Page['gifts']): string => sayFen(gifts.reduce((sum, { amount }) => sum + amount.fen, 0))

Component({
  data: {
    style: pageStyle(),
    sections,
    section: 'record' as Section,
    steps: steps.record as readonly { action: string; label: string; danger: boolean }[],
    empty: sections[0].empty as string,
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    gifts: [] as Page['gifts'],
    campaigns: [] as Page['campaigns'],
    next: undefined as Page['next'],
    more: false,
    selected: {} as Ticks,
    selectedCount: 0,
    selectedSum: '',
    /** How many of those shown this reader may confirm. */
    canTick: 0,
    /** Which one is being sent, of how many. */
    at: 0,
    total: 0,
    /** Kept until there is an answer: pressing again after a lost one confirms once. */
    request: '',
    failed: [] as Failed[],
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    onLoad({ section }: { section?: Section }) {
      const known = sections.find(({ key }) => key === section)
      if (known) this.setData({ section: known.key, empty: known.empty, steps: steps[known.key] })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    reload() {
      return load(this, async () => {
        const { section } = this.data
        const page = await api.giving.desk({ section })
        return { ...page, next: page.next, more: false, request: '' }
      }).then(() => this.tick(this.data.selected))
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, gifts, campaigns, section } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.giving.desk({ section, after: next })
        return {
          gifts: [...gifts, ...page.gifts],
          campaigns: [...campaigns, ...page.campaigns],
          next: page.next,
          more: false,
        }
      })
      this.tick(this.data.selected)
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      const section = event.currentTarget.dataset.key as Section
      const { empty } = sections.find(({ key }) => key === section) ?? sections[0]
      const none = { selected: {}, selectedCount: 0, canTick: 0 }
      const fresh = { gifts: [], campaigns: [], next: undefined, failed: [], ...none }
      turnTo(this, { ...fresh, section, empty, steps: steps[section] })
      this.reload()
    },
    open(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/pages/matter/matter?id=${event.currentTarget.dataset.id}` })
    },
    step(event: WechatMiniprogram.TouchEvent) {
      const { id, action, version } = event.currentTarget.dataset as { id: string; action: string; version: number }
      wx.navigateTo({ url: `/pages/act/act?id=${id}&action=${action}&version=${version}` })
    },
    select(event: WechatMiniprogram.TouchEvent) {
      const id = event.currentTarget.dataset.id as string
      const { gifts, selected } = this.data
      const gift = gifts.find((one) => one.id === id)
      this.tick({ ...selected, [id]: gift && selected[id] !== gift.version ? gift.version : undefined })
    },
    /** Each is opened to be checked against its voucher: whoever comes back finds what was ticked ticked still. */
    tick(selected: Ticks) {
      const ticked = tickedOf(this.data.gifts, selected)
      const canTick = this.data.gifts.filter(({ own }) => !own).length
      this.setData({ selected, canTick, selectedCount: ticked.length, selectedSum: sumOf(ticked) })
    },
    /** All that are shown, or none of them; what this reader wrote down is for somebody else. */
    selectAll() {
      const { gifts, selectedCount, canTick } = this.data
      const all = selectedCount < canTick
      this.tick(all ? Object.fromEntries(gifts.filter(({ own }) => !own).map(({ id, version }) => [id, version])) : {})
    },
    async confirmSelected() {
      const chosen = tickedOf(this.data.gifts, this.data.selected)
      const { confirm } = await wx.showModal({
        title: `入账 ${chosen.length} 笔`,
        content: `合计 ${sumOf(chosen)}。每一笔都已对照凭证核对过，再确定。`,
        confirmText: '确定入账',
      })
      if (confirm) await run(this, () => this.confirmEach(chosen))
    },
    async confirmEach(chosen: Page['gifts']) {
      const request = this.data.request || newId()
      this.setData({ request, total: chosen.length })
      const failed = await oneByOne(
        chosen,
        (item) => api.giving.confirm({ request, items: [item] }),
        (at, refused) => this.setData({ at, failed: refused }),
      )
      wx.showToast({ title: `已复核 ${chosen.length - failed.length} 笔`, icon: 'none' })
      this.tick({})
      await this.reload()
    },
  },
})

// 工作台: four numbers (to decide, to do, late, waiting for others), then a queue by deadline whose first card is what to do now. The same desk for committees, bodies and the street.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { type Card, type CardActed, openMatter, takeStep } from '../../../lib/cards'
import { newId } from '../../../lib/ids'
import { load, run, type State, turnTo } from '../../../lib/screen'
import { type Me, pageStyle, whoAmI } from '../../../lib/session'

type Page = Awaited<ReturnType<Call<Api['matters']['desk']>>>
type Counts = Awaited<ReturnType<Call<Api['matters']['counts']>>>
const sections = [
  { key: 'decide', label: '要我决定' },
  { key: 'do', label: '要我办理' },
  { key: 'late', label: '已超时' },
  { key: 'others', label: '等别人' },
] as const
/** Narrower views of what is to be done. */
const filters = [
  { key: 'do', label: '全部' },
  { key: 'new', label: '待受理' },
  { key: 'today', label: '今天到期' },
] as const
type Section = (typeof sections)[number]['key'] | (typeof filters)[number]['key']
/** The number that stands for a narrower view. */
const tabOf = (section: Section): Section => (section === 'new' || section === 'today' ? 'do' : section)

Component({
  data: {
    style: pageStyle(),
    sections,
    filters,
    section: 'do' as Section,
    tab: 'do' as Section,
    chosen: false,
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    me: undefined as Me | undefined,
    counts: { todo: 0, decide: 0, do: 0, new: 0, today: 0, late: 0, others: 0, more: false } as Counts,
    cards: [] as Card[],
    next: undefined as Page['next'],
    more: false,
    selecting: false,
    selected: {} as Record<string, boolean>,
    selectedCount: 0,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    onLoad() {
      const kept = wx.getStorageSync('desk:section') as Section | ''
      const known = [...sections, ...filters].some(({ key }) => key === kept)
      if (kept && known) this.setData({ section: kept, tab: tabOf(kept) })
    },
    reload() {
      return load(this, async () => {
        const me = await whoAmI()
        const street = me.street ?? ''
        const [asked, counts] = await Promise.all([
          api.matters.desk({ street, section: this.data.section }),
          api.matters.counts({ street }),
        ])
        // Who opens the desk with nothing to do but something to decide sees that first.
        const turned = !this.data.chosen && asked.cards.length === 0 && counts.decide > 0
        const page = turned ? await api.matters.desk({ street, section: 'decide' }) : asked
        if (turned) this.setData({ section: 'decide', tab: 'decide' })
        return { me, counts, cards: page.cards, next: page.next, more: false, selected: {}, selectedCount: 0 }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, cards, section, me } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.matters.desk({ street: me?.street ?? '', section, after: next })
        return { cards: [...cards, ...page.cards], next: page.next, more: false }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      const section = event.currentTarget.dataset.key as Section
      wx.setStorageSync('desk:section', section)
      turnTo(this, { chosen: true, section, tab: tabOf(section), cards: [], selecting: false })
      this.reload()
    },
    open: openMatter,
    act(event: CardActed) {
      takeStep(this, event)
    },
    startSelecting() {
      this.setData({ selecting: !this.data.selecting, selected: {}, selectedCount: 0 })
    },
    select(event: WechatMiniprogram.CustomEvent<{ id: string }>) {
      const selected = { ...this.data.selected, [event.detail.id]: !this.data.selected[event.detail.id] }
      this.setData({ selected, selectedCount: Object.values(selected).filter(Boolean).length })
    },
    acceptSelected() {
      const chosen = this.data.cards.filter(({ id }) => this.data.selected[id]).slice(0, 20)
      run(this, async () => {
        const { done, failed } = await api.matters.batch({
          action: 'accept',
          request: newId(),
          items: chosen.map(({ id, version }) => ({ id, version })),
        })
        this.setData({ selecting: false })
        if (failed.length)
          wx.showModal({
            title: '',
            content: `已受理 ${done.length} 件，${failed.length} 件没有受理：${failed[0]?.message}`,
            showCancel: false,
            confirmText: '知道了',
          })
        else wx.showToast({ title: `已受理 ${done.length} 件`, icon: 'none' })
        await this.reload()
      })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
  },
})

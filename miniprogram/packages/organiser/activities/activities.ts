// 组织活动: the activities one organises, or those of the area one looks after: drafts, open ones, those whose hours wait, and ended ones.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { type Card, openMatter } from '../../../lib/cards'
import { load, type State, turnTo } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Page = Awaited<ReturnType<Call<Api['volunteers']['organised']>>>
const sections = [
  { key: 'open', label: '进行中' },
  { key: 'closing', label: '待记时长' },
  { key: 'drafts', label: '草稿' },
  { key: 'over', label: '已结束' },
] as const
type Section = (typeof sections)[number]['key']
const empty: Record<Section, string> = {
  open: '现在没有招募中或进行中的活动',
  closing: '没有等着确认时长的活动',
  drafts: '没有草稿',
  over: '还没有结束的活动',
}
const pageUrls: Record<string, string> = {
  draft: '/packages/organiser/draft/draft',
  overview: '/packages/organiser/overview/overview',
  trained: '/packages/organiser/trained/trained',
  print: '/packages/organiser/print/print',
  join: '/packages/organiser/join/join',
  shelf: '/packages/organiser/shelf/shelf',
}

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    sections,
    section: 'open' as Section,
    /** The area one looks after; '' = only one's own. */
    area: '',
    whole: false,
    empty,
    ways: [] as Page['ways'],
    cards: [] as Card[],
    next: undefined as Page['next'],
    more: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    ask(after?: Page['next']) {
      const { section, whole, area } = this.data
      return api.volunteers.organised({ section, ...(whole && area && { area }), ...(after && { after }) })
    },
    reload() {
      return load(this, async () => {
        const me = await whoAmI()
        const area = me.posts.some((post) => post.area) ? (me.dutyArea ?? '') : ''
        // Who looks after a place sees all of it at first.
        if (area !== this.data.area) this.setData({ area, whole: area !== '' })
        const { cards, next, ways } = await this.ask()
        return { cards: this.plain(cards), next, ways, more: false }
      })
    },
    /** What is to be done with an activity is done on its own page. */
    plain: (cards: Card[]): Card[] => cards.map(({ button: _button, ...card }) => card),
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, cards } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await this.ask(next)
        return { cards: [...cards, ...this.plain(page.cards)], next: page.next, more: false }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      turnTo(this, { section: event.currentTarget.dataset.key as Section, cards: [] })
      this.reload()
    },
    scope(event: WechatMiniprogram.TouchEvent) {
      turnTo(this, { whole: event.currentTarget.dataset.whole as boolean, cards: [] })
      this.reload()
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: pageUrls[event.currentTarget.dataset.page as string] ?? '' })
    },
    shifts(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/packages/organiser/shifts/shifts?id=${event.currentTarget.dataset.id}` })
    },
    open: openMatter,
  },
})

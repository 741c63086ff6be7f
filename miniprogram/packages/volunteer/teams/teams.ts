// 志愿队与荣誉: the teams, honours and activities of a community that everybody may see, and the ways to begin one.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { openMatter } from '../../../lib/cards'
import { load, type State, turnTo } from '../../../lib/screen'
import { keptPlace, pageStyle } from '../../../lib/session'

type Page = Awaited<ReturnType<Call<Api['volunteers']['around']>>>
const tabs = [
  { key: 'team', label: '志愿队', empty: '这里还没有备案的志愿队，您可以登记第一支' },
  { key: 'honour', label: '荣誉', empty: '这里还没有公开的推荐。身边有热心的邻居，可以推荐' },
  { key: 'activity', label: '活动', empty: '这里暂时没有进行中的活动' },
  { key: 'story', label: '活动小结', empty: '这里还没有活动小结，活动结束时由组织者写下' },
] as const
type Tab = (typeof tabs)[number]['key']

/** A story says what came of it where others say what comes next. */
const told = (cards: Page['cards']): Page['cards'] =>
  cards.map((card) => (card.story ? { ...card, next: card.story } : card))

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    tabs,
    tab: 'team' as Tab,
    empty: tabs[0].empty as string,
    cards: [] as Page['cards'],
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
    fetch(after?: Page['next']) {
      return api.volunteers.around({ area: keptPlace()?.community, kind: this.data.tab, ...(after && { after }) })
    },
    reload() {
      return load(this, async () => {
        const { cards, next } = await this.fetch()
        return { cards: told(cards), next, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, cards } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await this.fetch(next)
        return { cards: [...cards, ...told(page.cards)], next: page.next, more: false }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      const tab = event.currentTarget.dataset.key as Tab
      const empty = tabs.find(({ key }) => key === tab)?.empty ?? ''
      turnTo(this, { tab, empty, cards: [] })
      this.reload()
    },
    open: openMatter,
    register() {
      wx.navigateTo({ url: '/packages/volunteer/team/team' })
    },
    nominate() {
      wx.navigateTo({ url: '/packages/volunteer/nominate/nominate' })
    },
  },
})

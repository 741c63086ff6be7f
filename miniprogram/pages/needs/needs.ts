// 诉求: mine, and the public ones of my community, page by page.
import type { Api, Call } from '../../../cloudfunctions/api/index'
import { api } from '../../lib/api'
import { openMatter } from '../../lib/cards'
import { load, type State, turnTo } from '../../lib/screen'
import { pageStyle, placeOf, whoAmI } from '../../lib/session'

type Page = Awaited<ReturnType<Call<Api['needs']['public']>>>
const tabs = [
  { key: 'mine', label: '我的' },
  { key: 'open', label: '正在办理' },
  { key: 'waiting', label: '等待评价' },
  { key: 'settled', label: '已经办结' },
] as const
type Tab = (typeof tabs)[number]['key']

Component({
  data: {
    style: pageStyle(),
    tabs,
    tab: 'mine' as Tab,
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    cards: [] as Page['cards'],
    next: undefined as Page['next'],
    more: false,
    guest: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    async fetch(after?: Page['next']): Promise<Page> {
      const me = await whoAmI()
      this.setData({ guest: !me.registered })
      if (this.data.tab === 'mine') return me.registered ? api.needs.mine({ after }) : { cards: [], next: undefined }
      const place = await placeOf(me)
      return place
        ? api.needs.public({ area: place.community, class: this.data.tab, after })
        : { cards: [], next: undefined }
    },
    reload() {
      return load(this, async () => {
        const { cards, next } = await this.fetch()
        return { cards, next, more: false }
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
        return { cards: [...cards, ...page.cards], next: page.next, more: false }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      turnTo(this, { tab: event.currentTarget.dataset.key as Tab, cards: [] })
      this.reload()
    },
    open: openMatter,
    submit() {
      wx.navigateTo({ url: '/pages/submit/submit' })
    },
  },
})

// 我的捐助: each gift with what became of it: money, goods, venues and skills, wishes taken, and what was given to me.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { type CardActed, openMatter, takeStep } from '../../../lib/cards'
import { load, type State, turnTo } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Mine = Awaited<ReturnType<Call<Api['giving']['mine']>>>
type Cards = Awaited<ReturnType<Call<Api['goods']['mine']>>>['cards']
type List = 'gifts' | 'goods' | 'wishes' | 'got'

// biome-ignore format: a table is read in columns.
const lists: { value: List; label: string; empty: string }[] = [
  { value: 'gifts',  label: '钱款',     empty: '您还没有认捐。看看这里正在募集什么' },
  { value: 'goods',  label: '物资与服务', empty: '您还没有捐过物资、场地或服务' },
  { value: 'wishes', label: '微心愿',   empty: '您还没有认领过心愿' },
  { value: 'got',    label: '收到的',   empty: '还没有发给您的物资' },
]

Component({
  data: {
    style: pageStyle(),
    lists,
    list: 'gifts' as List,
    empty: lists[0]?.empty ?? '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    gifts: [] as Mine['gifts'],
    wishes: [] as Mine['wishes'],
    cards: [] as Cards,
    next: undefined as Mine['next'],
    more: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    async fetch(after?: Mine['next']): Promise<Mine & { cards: Cards }> {
      const { list } = this.data
      const from = after && { after }
      if (list === 'gifts' || list === 'wishes') return { ...(await api.giving.mine({ list, ...from })), cards: [] }
      const page = await api.goods.mine({ side: list === 'goods' ? 'gave' : 'got', ...from })
      return { gifts: [], wishes: [], ...page }
    },
    reload() {
      return load(this, async () => {
        const { gifts, wishes, cards, next } = await this.fetch()
        return { gifts, wishes, cards, next, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, gifts, wishes, cards } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await this.fetch(next)
        return {
          gifts: [...gifts, ...page.gifts],
          wishes: [...wishes, ...page.wishes],
          cards: [...cards, ...page.cards],
          next: page.next,
          more: false,
        }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      const list = event.currentTarget.dataset.value as List
      const empty = lists.find(({ value }) => value === list)?.empty ?? ''
      turnTo(this, { list, empty, gifts: [], wishes: [], cards: [] })
      this.reload()
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    around() {
      wx.switchTab({ url: '/pages/charity/charity' })
    },
    open: openMatter,
    act(event: CardActed) {
      takeStep(this, event)
    },
  },
})

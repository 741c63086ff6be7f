// 物资间: what lies in a community's room, what is short and what lapses soon first, with what is free, set aside and missing to the minimum;
// what happened there; and the way to receiving, handing out and counting.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { type Card, type CardActed, openMatter, takeStep } from '../../../lib/cards'
import { load, type State, turnTo } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Room = Awaited<ReturnType<Call<Api['goods']['rooms']>>>['rooms'][number]
type Stock = Awaited<ReturnType<Call<Api['goods']['stock']>>>
const sections = [
  { key: 'stock', label: '库存', empty: '物资间里还没有登记物资，可以从入库开始' },
  { key: 'offer', label: '捐赠', empty: '还没有物资捐赠' },
  { key: 'handover', label: '发放', empty: '还没有发放过物资' },
  { key: 'stockAlert', label: '提醒', empty: '没有库存不足或快到期的提醒' },
  { key: 'stocktake', label: '盘点', empty: '还没有盘点过' },
] as const
type Section = (typeof sections)[number]['key']

Component({
  data: {
    style: pageStyle(),
    sections,
    section: 'stock' as Section,
    empty: sections[0].empty as string,
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    rooms: [] as Room[],
    roomAt: 0,
    mayKeep: false,
    items: [] as Stock['items'],
    cards: [] as Card[],
    next: undefined as Stock['next'],
    more: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    reload() {
      return load(this, async () => {
        const rooms = this.data.rooms.length ? this.data.rooms : (await api.goods.rooms({})).rooms
        this.setData({ rooms })
        return { ...(await this.fetch()), more: false }
      })
    },
    async fetch(after?: Stock['next']) {
      const { rooms, roomAt, section } = this.data
      const area = rooms[roomAt]?.area
      if (!area) return { items: [], cards: [], next: undefined }
      if (section === 'stock') {
        const { items, mayKeep, next } = await api.goods.stock({ area, after })
        return { items, mayKeep, cards: [], next }
      }
      const { cards, next } = await api.goods.records({ area, kind: section, after })
      return { items: [], cards, next }
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, items, cards } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await this.fetch(next)
        return { items: [...items, ...page.items], cards: [...cards, ...page.cards], next: page.next, more: false }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      const section = event.currentTarget.dataset.key as Section
      const { empty } = sections.find(({ key }) => key === section) ?? sections[0]
      turnTo(this, { section, empty, items: [], cards: [] })
      this.reload()
    },
    pickRoom(event: WechatMiniprogram.PickerChange) {
      turnTo(this, { roomAt: Number(event.detail.value), items: [], cards: [] })
      this.reload()
    },
    go(event: WechatMiniprogram.TouchEvent) {
      const { rooms, roomAt } = this.data
      const { page } = event.currentTarget.dataset as { page: string }
      wx.navigateTo({ url: `/packages/charity/${page}/${page}?area=${rooms[roomAt]?.area}` })
    },
    look(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/packages/charity/item/item?id=${event.currentTarget.dataset.id}` })
    },
    open: openMatter,
    act(event: CardActed) {
      takeStep(this, event)
    },
  },
})

// One kind of goods in the room: its batches in the order in which they go out, the stock card of each, and what its keepers do next.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State, turnTo } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Item = Awaited<ReturnType<Call<Api['goods']['item']>>>
type Page = Awaited<ReturnType<Call<Api['goods']['batches']>>>
type Lines = Awaited<ReturnType<Call<Api['goods']['card']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    gone: false,
    area: '',
    mayKeep: false,
    item: undefined as Item['item'] | undefined,
    batches: [] as Page['batches'],
    next: undefined as Page['next'],
    more: false,
    /** The batch whose card is shown. */
    shown: '',
    lines: [] as Lines['lines'],
    older: undefined as Lines['next'],
    /** Kept until there is an answer: sending again moves once. */
    request: newId(),
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    reload() {
      return load(this, async () => {
        const { id, gone } = this.data
        const [{ item, area, mayKeep }, { batches, next }] = await Promise.all([
          api.goods.item({ id }),
          api.goods.batches({ item: id, gone }),
        ])
        wx.setNavigationBarTitle({ title: item.name })
        return { item, area, mayKeep, batches, next, more: false, shown: '', lines: [], older: undefined }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { id, gone, next, more, batches } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.goods.batches({ item: id, gone, after: next })
        return { batches: [...batches, ...page.batches], next: page.next, more: false }
      })
    },
    turn() {
      turnTo(this, { gone: !this.data.gone, batches: [] })
      this.reload()
    },
    card(event: WechatMiniprogram.TouchEvent) {
      const id = event.currentTarget.dataset.id as string
      if (this.data.shown === id) {
        this.setData({ shown: '', lines: [], older: undefined })
        return
      }
      run(this, async () => {
        const { lines, next } = await api.goods.card({ id })
        this.setData({ shown: id, lines, older: next })
      })
    },
    further() {
      const { shown, older, lines } = this.data
      run(this, async () => {
        const page = await api.goods.card({ id: shown, before: older })
        this.setData({ lines: [...lines, ...page.lines], older: page.next })
      })
    },
    /** To what is done with it next: receive, handing, counting. */
    go(event: WechatMiniprogram.TouchEvent) {
      const { page } = event.currentTarget.dataset as { page: string }
      wx.navigateTo({ url: `/packages/charity/${page}/${page}?area=${this.data.area}&item=${this.data.id}` })
    },
    async place(event: WechatMiniprogram.TouchEvent) {
      const { id, place } = event.currentTarget.dataset as { id: string; place: string }
      const { confirm, content } = await wx.showModal({
        title: '放到哪里',
        content: place,
        editable: true,
        placeholderText: '例如 2 号架第 1 层',
        confirmText: '移过去',
      })
      if (!confirm) return
      run(this, async () => {
        await api.goods.moveBatch({ id, place: content ?? '', request: this.data.request })
        this.setData({ request: newId() })
        await this.reload()
      })
    },
    async least() {
      const { item, area } = this.data
      if (!item) return
      const { name, category, unit, reserve, minimum } = item
      const { confirm, content } = await wx.showModal({
        title: '最低数量，低于它时提醒',
        content: String(minimum),
        editable: true,
        placeholderText: '填 0 不提醒',
        confirmText: '保存',
      })
      if (!confirm) return
      run(this, async () => {
        const changed = { area, name, category, unit, reserve, minimum: content ? Number(content) : Number.NaN }
        await api.goods.saveItem(changed as Parameters<Call<Api['goods']['saveItem']>>[0])
        wx.showToast({ title: '已保存，稍后按新的数量提醒', icon: 'none' })
        await this.reload()
      })
    },
    open(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/pages/matter/matter?id=${event.currentTarget.dataset.id}` })
    },
  },
})

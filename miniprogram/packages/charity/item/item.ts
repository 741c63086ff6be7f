// One kind of goods in the room: its batches in the order in which they go out, and the stock card of each.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Page = Awaited<ReturnType<Call<Api['goods']['item']>>>
type Lines = Awaited<ReturnType<Call<Api['goods']['card']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    gone: false,
    item: undefined as Page['item'] | undefined,
    batches: [] as Page['batches'],
    next: undefined as Page['next'],
    more: false,
    /** The batch whose card is shown. */
    shown: '',
    lines: [] as Lines['lines'],
    older: undefined as Lines['next'],
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const { item, batches, next } = await api.goods.item({ id: this.data.id, gone: this.data.gone })
        wx.setNavigationBarTitle({ title: item.name })
        return { item, batches, next, more: false, shown: '', lines: [], older: undefined }
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
        const page = await api.goods.item({ id, gone, after: next })
        return { batches: [...batches, ...page.batches], next: page.next, more: false }
      })
    },
    turn() {
      this.setData({ gone: !this.data.gone, state: 'loading', batches: [], next: undefined })
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
    open(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/pages/matter/matter?id=${event.currentTarget.dataset.id}` })
    },
  },
})

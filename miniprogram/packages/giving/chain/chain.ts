// 需要 → 捐赠 → 入库 → 使用 → 感谢, from whichever end it is opened. What the reader may not open is told in words only.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Chain = Awaited<ReturnType<Call<Api['goods']['chain']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    steps: [] as Chain['steps'],
    /** The need at its beginning, which something may still be given for. */
    need: '',
    next: undefined as Chain['next'],
    more: false,
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
        const { steps, next } = await api.goods.chain({ id: this.data.id })
        const isOver = steps.some(({ what }) => what === 'thanks')
        const need = isOver ? '' : (steps.find(({ what }) => what === 'need')?.matter ?? '')
        return { steps, next, need, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, steps, id } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.goods.chain({ id, after: next })
        return { steps: [...steps, ...page.steps], next: page.next, more: false }
      })
    },
    open(event: WechatMiniprogram.TouchEvent) {
      const { matter } = event.currentTarget.dataset as { matter?: string }
      if (matter) wx.navigateTo({ url: `/pages/matter/matter?id=${matter}` })
    },
    offer() {
      wx.navigateTo({ url: `/packages/giving/offer/offer?need=${this.data.need}` })
    },
  },
})

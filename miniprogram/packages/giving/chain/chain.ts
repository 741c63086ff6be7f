// 需要 → 捐赠 → 入库 → 使用 → 感谢, from whichever end it is opened. What the reader may not open is told in words only.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Chain = Awaited<ReturnType<Call<Api['goods']['chain']>>>

// biome-ignore format: a table is read in columns.
const ways = {
  offer:  { label: '为这件事捐一份', url: '/packages/giving/offer/offer?need=' },
  goods:  { label: '我要捐物资',     url: '/packages/giving/offer/offer?type=goods&campaign=' },
  pledge: { label: '我要认捐',       url: '/packages/giving/pledge/pledge?kind=campaign&id=' },
}

/** What has been thanked for is over; a campaign goes on. */
function giveFor(steps: Chain['steps']): { label: string; url: string } | undefined {
  const { give, matter } = steps.find((step) => step.give) ?? {}
  if (!give || !matter || (give === 'offer' && steps.some(({ what }) => what === 'thanks'))) return undefined
  return { label: ways[give].label, url: `${ways[give].url}${matter}` }
}

const isUnused = (steps: Chain['steps']): boolean =>
  steps.some(({ book }) => book) && steps.every(({ what }) => what !== 'use')

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    steps: [] as Chain['steps'],
    /** Where something may still be given for it. */
    give: undefined as { label: string; url: string } | undefined,
    /** Money has come in, and nothing of it has gone out. */
    unused: false,
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
        return { steps, next, give: giveFor(steps), unused: isUnused(steps), more: false }
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
    book(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/packages/giving/book/book?id=${event.currentTarget.dataset.book as string}` })
    },
    give() {
      wx.navigateTo({ url: this.data.give?.url ?? '' })
    },
  },
})

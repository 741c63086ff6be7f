// 社区基金: what it is for, who decides and who watches, what it holds, what was granted and why, and the meetings.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { type CardActed, type CardOpened, takeStep } from '../../../lib/cards'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Fund = Awaited<ReturnType<Call<Api['funds']['fund']>>>
type Book = Awaited<ReturnType<Call<Api['ledger']['book']>>>
type Page = Awaited<ReturnType<Call<Api['funds']['allocations']>>>
type Form = Awaited<ReturnType<Call<Api['giving']['form']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    fund: undefined as Fund | undefined,
    book: undefined as Book | undefined,
    form: undefined as Form | undefined,
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
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    async reload() {
      const { id } = this.data
      await load(this, async () => {
        const [fund, { cards, next }] = await Promise.all([api.funds.fund({ id }), api.funds.allocations({ fund: id })])
        return { fund, cards, next, more: false }
      })
      const book = this.data.fund?.book
      if (book && this.data.state === 'ready')
        await load(this, async () => {
          const [view, form] = await Promise.all([
            api.ledger.book({ book }),
            api.giving.form({ to: { kind: 'fund', id } }),
          ])
          return { book: view, form }
        })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, cards, id } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.funds.allocations({ fund: id, after: next })
        return { cards: [...cards, ...page.cards], next: page.next, more: false }
      })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    open({ detail }: CardOpened) {
      wx.navigateTo({ url: `/packages/fund/use/use?id=${detail.id}` })
    },
    act(event: CardActed) {
      takeStep(this, event)
    },
    onShareAppMessage() {
      return { title: this.data.fund?.title ?? '社区基金', path: `/packages/giving/fund/fund?id=${this.data.id}` }
    },
  },
})

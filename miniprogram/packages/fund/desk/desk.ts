// 基金工作台: what a fund holds and may still decide on, what waits for votes, opinions, signatures and payments, who sits on its committee, and
// its meetings.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { type CardActed, type CardOpened, takeStep } from '../../../lib/cards'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Fund = Awaited<ReturnType<Call<Api['funds']['fund']>>>
type Book = Awaited<ReturnType<Call<Api['ledger']['book']>>>
type Page = Awaited<ReturnType<Call<Api['funds']['waiting']>>>
type Group = Page['groups'][number]

/** Each queue with what the next page adds to it. */
const joined = (groups: readonly Group[], more: readonly Group[]): Group[] =>
  groups.map((group, at) => ({ ...group, lines: [...group.lines, ...(more[at]?.lines ?? [])] }))
const countOf = (groups: readonly Group[]): number => groups.reduce((sum, { lines }) => sum + lines.length, 0)

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
    groups: [] as Group[],
    count: 0,
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
        const [fund, { groups, next }] = await Promise.all([api.funds.fund({ id }), api.funds.waiting({ fund: id })])
        return { fund, groups, count: countOf(groups), next, more: false }
      })
      const book = this.data.fund?.book
      if (book && this.data.state === 'ready') await load(this, async () => ({ book: await api.ledger.book({ book }) }))
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, groups, id } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.funds.waiting({ fund: id, after: next })
        const all = joined(groups, page.groups)
        return { groups: all, count: countOf(all), next: page.next, more: false }
      })
    },
    open({ detail }: CardOpened) {
      wx.navigateTo({ url: `/pages/matter/matter?id=${detail.id}` })
    },
    act(event: CardActed) {
      takeStep(this, event)
    },
    step(event: WechatMiniprogram.TouchEvent) {
      const { id, fund } = this.data
      const action = event.currentTarget.dataset.action as string
      wx.navigateTo({ url: `/pages/act/act?id=${id}&action=${action}&version=${fund?.version}` })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
  },
})

// 盘点: the count sheet of the room, one place at a time. What was counted is written beside what the books have; what differs is explained, and
// somebody else of the room looks it over before anything is set right.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Sheet = Awaited<ReturnType<Call<Api['goods']['sheet']>>>
type Batch = Sheet['batches'][number]
/** One batch as it is counted; `at` is its place among the lines that are sent, -1 while nothing is written. */
type Line = Pick<Batch, 'id' | 'name' | 'unit' | 'quantity' | 'reserved' | 'expiry' | 'date'> & {
  counted: string
  why: string
  at: number
}
type Counts = Record<string, { counted: string; why: string }>
type Draft = { id: string; words: string; counts: Counts }

const keyOf = (area: string, place: string): string => `draft:count:${area}:${place}`
const blank = (): Draft => ({ id: newId(), words: '', counts: {} })

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    area: '',
    /** Kept for what this page was opened about. */
    item: '',
    batches: [] as Batch[],
    next: undefined as Sheet['next'],
    places: [] as string[],
    place: '',
    lines: [] as Line[],
    written: 0,
    draft: blank(),
  },
  methods: {
    onLoad({ area, item }: { area: string; item?: string }) {
      this.setData({ area, item: item ?? '' })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const { area, item } = this.data
        const { batches, next } = await api.goods.sheet({ area })
        const first = batches.find((batch) => batch.item === item) ?? batches[0]
        this.setData({ batches, next })
        return this.laidOut(this.data.place || first?.place || '')
      })
    },
    more() {
      const { area, next, batches, place } = this.data
      run(this, async () => {
        const page = await api.goods.sheet({ area, after: next })
        this.setData({ batches: [...batches, ...page.batches], next: page.next })
        this.setData(this.laidOut(place))
      })
    },
    /** The sheet of one place, with what was written on it before. */
    laidOut(place: string) {
      const { area, batches } = this.data
      const kept = wx.getStorageSync(keyOf(area, place)) as Draft | ''
      const places = [...new Set(batches.map((batch) => batch.place))]
      return { places, place, errors: {}, ...this.drawn(kept || blank(), place) }
    },
    drawn(draft: Draft, place: string) {
      let at = 0
      const lines = this.data.batches
        .filter((batch) => batch.place === place)
        .map((batch): Line => {
          const { counted = '', why = '' } = draft.counts[batch.id] ?? {}
          return { ...batch, counted, why, at: counted === '' ? -1 : at++ }
        })
      return { draft, lines, written: at }
    },
    keep(draft: Draft) {
      const { area, place } = this.data
      this.setData(this.drawn(draft, place))
      wx.setStorageSync(keyOf(area, place), draft)
    },
    pickPlace(event: WechatMiniprogram.TouchEvent) {
      this.setData(this.laidOut(event.currentTarget.dataset.place as string))
    },
    write(event: WechatMiniprogram.Input) {
      const { id, name } = event.currentTarget.dataset as { id: string; name: 'counted' | 'why' }
      const { draft } = this.data
      const before = draft.counts[id] ?? { counted: '', why: '' }
      this.keep({ ...draft, counts: { ...draft.counts, [id]: { ...before, [name]: event.detail.value } } })
    },
    say(event: WechatMiniprogram.Input) {
      this.keep({ ...this.data.draft, words: event.detail.value })
    },
    /** What has not been written yet is as the books have it. */
    same() {
      const { draft, lines } = this.data
      const rest = lines.filter(({ counted }) => counted === '')
      const added = Object.fromEntries(rest.map(({ id, quantity }) => [id, { counted: String(quantity), why: '' }]))
      this.keep({ ...draft, counts: { ...draft.counts, ...added } })
    },
    send() {
      const { area, place, lines } = this.data
      const { id, words } = this.data.draft
      run(this, async () => {
        const counted = lines
          .filter(({ at }) => at >= 0)
          .map(({ id: batch, counted: n, why }) => ({ batch, counted: Number(n), why }))
        await api.goods.stocktake({ id, area, lines: counted, words: words || `清点位置：${place}` })
        wx.removeStorageSync(keyOf(area, place))
        wx.redirectTo({ url: `/pages/matter/matter?id=${id}` })
      })
    },
  },
})

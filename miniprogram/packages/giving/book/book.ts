// 公开账: the books of a place, or one book with every entry by month, the pictures that have been reviewed, and the year as an Excel file.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle, placeOf, whoAmI } from '../../../lib/session'
import { openSheet } from '../../../lib/sheet'

type Books = Awaited<ReturnType<Call<Api['ledger']['books']>>>
type Book = Awaited<ReturnType<Call<Api['ledger']['book']>>>
type Page = Awaited<ReturnType<Call<Api['ledger']['postings']>>>
type Line = Page['lines'][number]
type Month = { month: string; label: string; lines: Line[] }

/** Newest first, so that a month is one run of lines. */
function byMonth(lines: readonly Line[]): Month[] {
  const months: Month[] = []
  for (const line of lines) {
    const month = line.on.slice(0, 7)
    const known = months.find((one) => one.month === month)
    if (known) known.lines.push(line)
    else months.push({ month, label: `${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`, lines: [line] })
  }
  return months
}

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {},
    books: [] as Books['books'],
    book: undefined as Book | undefined,
    lines: [] as Line[],
    months: [] as Month[],
    /** The year that is downloaded: that of the newest entry. */
    year: '',
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
    onLoad({ id }: { id?: string }) {
      this.setData({ id: id ?? '' })
    },
    reload() {
      return load(this, () => (this.data.id ? this.one(this.data.id) : this.all()))
    },
    async all() {
      const place = await placeOf(await whoAmI())
      if (!place) return { books: [], next: undefined }
      const { books, next } = await api.ledger.books({ area: place.street })
      return { books, next, more: false }
    },
    async one(book: string) {
      const [view, page] = await Promise.all([api.ledger.book({ book }), api.ledger.postings({ book })])
      const { lines, next } = page
      return { book: view, lines, months: byMonth(lines), year: lines[0]?.on.slice(0, 4) ?? '', next, more: false }
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, id, lines, books } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        if (id) {
          const page = await api.ledger.postings({ book: id, after: next })
          const all = [...lines, ...page.lines]
          return { lines: all, months: byMonth(all), next: page.next, more: false }
        }
        const place = await placeOf(await whoAmI())
        const page = await api.ledger.books({ area: place?.street ?? '', after: next })
        return { books: [...books, ...page.books], next: page.next, more: false }
      })
    },
    download() {
      const { id, year } = this.data
      run(this, () => openSheet(id, year))
    },
    look(event: WechatMiniprogram.TouchEvent) {
      const { photos, url } = event.currentTarget.dataset as { photos: string[]; url: string }
      wx.previewImage({ current: url, urls: photos })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    onShareAppMessage() {
      const { book, id } = this.data
      return { title: `${book?.title ?? ''}公开账`, path: `/packages/giving/book/book?id=${id}` }
    },
  },
})

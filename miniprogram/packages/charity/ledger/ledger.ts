// 账簿 for those who keep them: a charity's own books, and of one book the month that waits to be closed, postings with the way to put a mistake
// right, and vouchers whose photos wait for a second person. A supervisor reviews here too.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State, turnTo } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { openSheet } from '../../../lib/sheet'

type Books = Awaited<ReturnType<Call<Api['ledger']['ours']>>>
type Book = Awaited<ReturnType<Call<Api['ledger']['book']>>>
type Entries = Awaited<ReturnType<Call<Api['ledger']['entries']>>>
type Waiting = Awaited<ReturnType<Call<Api['ledger']['toReview']>>>

const sections = [
  { key: 'entries', label: '每一笔收支' },
  { key: 'review', label: '待审核的凭证' },
] as const
type Section = (typeof sections)[number]['key']

Component({
  data: {
    style: pageStyle(),
    id: '',
    /** The campaign whose book it is; none for a fund's. */
    campaign: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    books: [] as Books['books'],
    book: undefined as Book | undefined,
    sections: [] as (typeof sections)[number][],
    section: 'entries' as Section,
    entries: [] as Entries['lines'],
    waiting: [] as Waiting['lines'],
    /** The year that is downloaded: that of the newest entry. */
    year: '',
    next: undefined as Books['next'],
    more: false,
    /** The posting whose mistake is being told, and in which words. */
    wrongOne: '',
    words: '',
    /** Made when it is opened and kept until there is an answer. */
    reversal: '',
    /** Photos to be shown, by file. */
    chosen: {} as Record<string, boolean>,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    /** A book, or the campaign whose book it is. */
    onLoad({ id = '', section }: { id?: string; section?: Section }) {
      const book = id && !id.includes('_') ? `campaign_${id}` : id
      const campaign = book.startsWith('campaign_') ? book.slice('campaign_'.length) : ''
      this.setData({ id: book, campaign, section: section ?? 'entries' })
    },
    reload() {
      return load(this, () => (this.data.id ? this.one(this.data.id) : this.all()))
    },
    async all() {
      const { books, next } = await api.ledger.ours({})
      return { books, next, more: false }
    },
    async one(id: string) {
      const book = await api.ledger.book({ book: id })
      const may = { entries: book.can.reverse, review: book.can.review }
      const shown = sections.filter(({ key }) => may[key])
      const section = shown.some(({ key }) => key === this.data.section)
        ? this.data.section
        : (shown[0]?.key ?? 'entries')
      return { book, sections: shown, section, ...(shown.length ? await this.lines(section) : {}), more: false }
    },
    async lines(section: Section, after?: Books['next']): Promise<Partial<WechatMiniprogram.IAnyObject>> {
      const { id, entries, waiting } = this.data
      const asked = { book: id, ...(after && { after }) }
      if (section === 'review') {
        const { lines, next } = await api.ledger.toReview(asked)
        return { waiting: after ? [...waiting, ...lines] : lines, next }
      }
      const { lines, next } = await api.ledger.entries(asked)
      const all = after ? [...entries, ...lines] : lines
      return { entries: all, next, year: all[0]?.on.slice(0, 4) ?? '' }
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, id, section, books } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        if (id) return { ...(await this.lines(section, next)), more: false }
        const page = await api.ledger.ours({ after: next })
        return { books: [...books, ...page.books], next: page.next, more: false }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      turnTo(this, { section: event.currentTarget.dataset.key as Section, wrongOne: '' })
      this.reload()
    },
    async close() {
      const { id, book } = this.data
      const closing = book?.can.close
      if (!closing) return
      const { confirm } = await wx.showModal({
        title: `结账：${closing.label}`,
        content: '结账后，这个月及以前不能再记账；记错的用冲正，记在当天。',
        confirmText: '结账',
        cancelText: '再想想',
      })
      if (!confirm) return
      run(this, async () => {
        this.setData({ book: await api.ledger.closeMonth({ book: id, month: closing.month }) })
        wx.showToast({ title: `${closing.label}已结账`, icon: 'none' })
      })
    },
    tellWrong(event: WechatMiniprogram.TouchEvent) {
      const posting = event.currentTarget.dataset.id as string
      const { wrongOne } = this.data
      this.setData({ wrongOne: wrongOne === posting ? '' : posting, words: '', reversal: newId(), errors: {} })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ words: event.detail.value })
    },
    reverse() {
      const { wrongOne, words, reversal } = this.data
      run(this, async () => {
        await api.ledger.reverse({ id: reversal, posting: wrongOne, words })
        this.setData({ wrongOne: '', words: '' })
        wx.navigateTo({ url: `/pages/matter/matter?id=${reversal}` })
      })
    },
    show(event: WechatMiniprogram.TouchEvent) {
      const photo = event.currentTarget.dataset.url as string
      const { chosen } = this.data
      this.setData({ chosen: { ...chosen, [photo]: !chosen[photo] } })
    },
    review(event: WechatMiniprogram.TouchEvent) {
      const posting = event.currentTarget.dataset.id as string
      const line = this.data.waiting.find(({ id }) => id === posting)
      const show = (line?.photos ?? []).filter((photo) => this.data.chosen[photo])
      run(this, async () => {
        await api.ledger.review({ posting, show })
        this.setData({ waiting: this.data.waiting.filter(({ id }) => id !== posting) })
        wx.showToast({ title: show.length ? `已公开 ${show.length} 张` : '已审核，都不公开', icon: 'none' })
      })
    },
    look(event: WechatMiniprogram.TouchEvent) {
      const { photos, url } = event.currentTarget.dataset as { photos: string[]; url: string }
      wx.previewImage({ current: url, urls: photos })
    },
    download() {
      const { id, year } = this.data
      run(this, () => openSheet(id, year))
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
  },
})

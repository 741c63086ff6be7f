// The door to the books: what anybody may read of them, and the few steps of the host charity's people that are no entries.
import * as z from 'zod'
import { covers, isPath } from '../../core/areas'
import { onOf } from '../../core/clock'
import { type Ctx, endpoint } from '../../core/endpoint'
import { problems as core, refuse } from '../../core/errors'
import { keepFirst } from '../../core/first'
import { Cursor, MatterId, pageSize, readerOf } from '../../core/matters'
import type { Actor } from '../../core/roles'
import type { Where } from '../../core/store'
import { MatterView } from '../../core/view'
import type { Book, Posting } from './book'
import { closeMonth } from './closing'
import { ledgerProblems } from './problems'
import { postingsOf, readable } from './read'
import { reversalOf, whyNotReverse } from './reversal'
import { BookCard, BookView, bookCard, bookView, monthToClose, PostingLine, postingLine, sayMonth } from './show'

export const BookId = z.string('请选择账簿').regex(/^(fund|campaign)_[a-z0-9]{16,40}$/, '没有这本账')
const PostingId = z.string('请选择一笔账').regex(/^[a-z0-9]{8,60}(_[a-z0-9]{1,60}){1,3}$/, '没有这笔账')
export const Month = z.string('请选择月份').regex(/^20\d\d-(0[1-9]|1[0-2])$/, '请选择月份')
const Photo = z.string().max(300)
/** With the matter it came from, where a mistake of that kind is put right, and why it is not reversed here. */
const StaffLine = PostingLine.extend({ matter: z.string(), whyNot: z.string().optional() })
const Page = z.object({ lines: z.array(PostingLine), next: Cursor.optional() })

/** A second person of the host charity, or the community's supervisor, decides on evidence (M101). */
const mayReview = ({ bodies, grants }: Actor, { host, area }: Pick<Posting, 'host' | 'area'>): boolean =>
  bodies.includes(host) || grants.some((one) => one.role === 'supervisor' && one.area && covers(one.area, area))

const canOf = (book: Book, actor: Actor, now: number): z.infer<typeof BookView>['can'] => {
  const isHost = actor.bodies.includes(book.host)
  const month = isHost ? monthToClose(book, onOf(now)) : undefined
  return {
    ...(month && { close: { month, label: sayMonth(month) } }),
    review: mayReview(actor, book),
    reverse: isHost,
  }
}

/** A page of books, newest first, as cards. */
async function booksBy(where: unknown, ctx: Ctx) {
  const found = await ctx.store.find<Book>('books', where as Where, {
    order: [
      ['at', 'desc'],
      ['_id', 'desc'],
    ],
    limit: pageSize + 1,
    fields: { unposted: false, closings: false },
  })
  const books = found.slice(0, pageSize)
  const last = books.at(-1)
  return {
    shown: await Promise.all(
      books.map(async (book) => ({ book, card: bookCard(book, await ctx.street(book.street)) })),
    ),
    next: found.length > pageSize && last ? { key: last.at, id: last._id } : undefined,
  }
}

export const ledger = {
  book: endpoint({
    who: 'guest',
    about: '查看一本账的收支与余额',
    input: z.strictObject({ book: BookId }),
    output: BookView,
    async run({ book: id }, ctx) {
      const [book, actor] = await Promise.all([readable(id, ctx), readerOf(ctx)])
      return bookView(book, await ctx.street(book.street), canOf(book, actor, ctx.now))
    },
  }),

  books: endpoint({
    who: 'guest',
    about: '查看街道或社区的账簿',
    input: z.strictObject({
      area: z.string('请选择地点').max(160).refine(isPath, '请选择地点'),
      after: Cursor.optional(),
    }),
    output: z.object({ books: z.array(BookCard), next: Cursor.optional() }),
    async run({ area, after }, ctx) {
      const { _ } = ctx.store
      const all = { within: area, isPublic: true }
      const beyond = after && _.or([{ at: _.lt(after.key) }, { at: after.key, _id: _.lt(after.id) }])
      const { shown, next } = await booksBy(beyond ? _.and([all, beyond]) : all, ctx)
      return { books: shown.map(({ card }) => card), next }
    },
  }),

  postings: endpoint({
    who: 'guest',
    about: '查看一本账的每一笔收支',
    input: z.strictObject({ book: BookId, after: Cursor.optional() }),
    output: Page,
    async run({ book, after }, ctx) {
      const { shown, next } = await postingsOf(book, typeof after?.key === 'number' ? after.key : undefined, ctx)
      const lines = shown.map((posting) => postingLine(posting))
      return { lines, next: next === undefined ? undefined : { key: next, id: book } }
    },
  }),

  /** Books that the reader's own charities hold, those of 定向募捐 among them, newest first. */
  ours: endpoint({
    who: ['staff'],
    about: '查看本单位的账簿',
    input: z.strictObject({ after: Cursor.optional() }),
    output: z.object({
      /** With the month that waits to be closed: 2026年2月. */
      books: z.array(BookCard.extend({ toClose: z.string().optional() })),
      next: Cursor.optional(),
    }),
    async run({ after }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const all = { host: _.in(actor.bodies) }
      const beyond = after && _.or([{ at: _.lt(after.key) }, { at: after.key, _id: _.lt(after.id) }])
      const { shown, next } = await booksBy(beyond ? _.and([all, beyond]) : all, ctx)
      return {
        books: shown.map(({ book, card }) => {
          const month = monthToClose(book, onOf(ctx.now))
          return { ...card, ...(month && { toClose: sayMonth(month) }) }
        }),
        next,
      }
    },
  }),

  /** The postings of a book as its host's people work on them: where each came from, and whether it is reversed here. */
  entries: endpoint({
    who: ['staff'],
    about: '查看本单位账簿的每一笔，及能否冲正',
    input: z.strictObject({ book: BookId, after: Cursor.optional() }),
    output: z.object({ lines: z.array(StaffLine), next: Cursor.optional() }),
    async run({ book, after }, ctx) {
      const before = typeof after?.key === 'number' ? { n: ctx.store._.lt(after.key) } : {}
      const [{ actor }, found] = await Promise.all([
        ctx.member(),
        ctx.store.find<Posting>('postings', { book, ...before }, { order: [['n', 'desc']], limit: pageSize + 1 }),
      ])
      if (found.some(({ host }) => !actor.bodies.includes(host))) return refuse(core.NOT_PERMITTED)
      const shown = found.slice(0, pageSize)
      return {
        lines: shown.map((posting) => ({
          ...postingLine(posting),
          matter: posting.source.id,
          whyNot: whyNotReverse(posting)?.message,
        })),
        next: found.length > pageSize ? { key: shown.at(-1)?.n ?? 0, id: book } : undefined,
      }
    },
  }),

  toReview: endpoint({
    who: 'member',
    about: '查看还没有审核的凭证照片',
    input: z.strictObject({ book: BookId, after: Cursor.optional() }),
    output: z.object({ lines: z.array(PostingLine.extend({ own: z.boolean() })), next: Cursor.optional() }),
    async run({ book, after }, ctx) {
      const { _ } = ctx.store
      const before = typeof after?.key === 'number' ? { n: _.lt(after.key) } : {}
      const [{ actor }, found] = await Promise.all([
        ctx.member(),
        ctx.store.find<Posting>(
          'postings',
          { book, reviewed: false, ...before },
          { order: [['n', 'desc']], limit: pageSize + 1 },
        ),
      ])
      if (found.some((posting) => !mayReview(actor, posting))) return refuse(core.NOT_PERMITTED)
      const shown = found.slice(0, pageSize)
      return {
        // Written down by the reader: another person decides on its photos.
        lines: shown.map((posting) => ({ ...postingLine(posting, posting.evidence), own: posting.by === actor.key })),
        next: found.length > pageSize ? { key: shown.at(-1)?.n ?? 0, id: book } : undefined,
      }
    },
  }),

  /** Once a posting, whoever is first; sent again by the same person it is answered the same. Three calls. */
  review: endpoint({
    who: 'member',
    writes: true,
    about: '审核凭证照片，选出可以公开的',
    input: z.strictObject({ posting: PostingId, show: z.array(Photo).max(20, '最多 20 张') }),
    output: PostingLine,
    async run({ posting: id, show }, ctx) {
      const [{ actor }, found] = await Promise.all([ctx.member(), ctx.store.get<Posting>('postings', id)])
      const posting = found ?? refuse(ledgerProblems.LEDGER_POSTING_MISSING)
      if (!mayReview(actor, posting)) return refuse(core.NOT_PERMITTED)
      if (posting.by === actor.key) return refuse(core.NOT_OWN)
      const shows = posting.evidence.filter((photo) => show.includes(photo))
      if (shows.length !== new Set(show).size)
        return refuse(ledgerProblems.LEDGER_PHOTO_UNKNOWN, {
          fields: { show: ledgerProblems.LEDGER_PHOTO_UNKNOWN.message },
        })
      const { _ } = ctx.store
      const review = { by: actor.key, at: ctx.now }
      const done = await ctx.store.change(
        'postings',
        { _id: id, reviewed: false },
        { reviewed: true, shows: _.set(shows), review: _.set(review) },
      )
      if (done === 1) return postingLine({ ...posting, shows })
      const kept = await ctx.store.get<Posting>('postings', id)
      return kept?.review?.by === actor.key ? postingLine(kept) : refuse(ledgerProblems.LEDGER_REVIEWED)
    },
  }),

  closeMonth: endpoint({
    who: ['staff'],
    writes: true,
    about: '慈善组织给一本账结账',
    input: z.strictObject({ book: BookId, month: Month }),
    output: BookView,
    async run({ book: id, month }, ctx) {
      const book = await closeMonth(id, month, ctx)
      const { actor } = await ctx.member()
      return bookView(book, await ctx.street(book.street), canOf(book, actor, ctx.now))
    },
  }),

  /** Proposes to reverse a posting; another person confirms it as a step of the matter. Four calls. */
  reverse: endpoint({
    who: ['staff'],
    writes: true,
    about: '提出冲正一笔记错的账',
    input: z.strictObject({
      id: MatterId,
      posting: PostingId,
      words: z.string('请写明错在哪里').trim().min(4, '请写明错在哪里，至少 4 个字').max(300, '请控制在 300 字以内'),
    }),
    output: MatterView,
    async run(input, ctx) {
      const [{ actor }, found] = await Promise.all([ctx.member(), ctx.store.get<Posting>('postings', input.posting)])
      const posting = found ?? refuse(ledgerProblems.LEDGER_POSTING_MISSING)
      if (!actor.bodies.includes(posting.host)) return refuse(core.NOT_PERMITTED)
      const problem = whyNotReverse(posting)
      if (problem) return refuse(problem)
      const rule = { actor, now: ctx.now, street: await ctx.street(posting.street) }
      return keepFirst(reversalOf(input, posting, rule), rule, ctx)
    },
  }),
}

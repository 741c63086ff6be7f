// The books: random postings against a model of their own, each SDK call of whatever writes them failing in turn, and a cloud killed again
// and again while it is written to. Debits are credits, nothing falls below zero, every effect is there once.
import { applyNow } from '../../cloudfunctions/api/core/matters'
import { type Book, type Draft, newBook, type Posting, withPosting } from '../../cloudfunctions/api/modules/ledger/book'
import { accounts, type Line, linesFor, noBalances, opposite } from '../../cloudfunctions/api/modules/ledger/chart'
import { faultsOf } from '../../cloudfunctions/api/modules/ledger/faults'
import { copyOut, post } from '../../cloudfunctions/api/modules/ledger/post'
import { verifyBook, verifyBooks } from '../../cloudfunctions/api/modules/ledger/verify'
import { aBook, auditor, cashier, charityHere, freshId, keyOf, posted } from '../support/charity'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { failEachCall } from '../support/faulty'
import { fundEffects } from '../support/fund-effects'
import { type Random, seeded } from '../support/seeded'
import { plum, streetPath } from '../support/world'
import { kills } from './ledger-kills'
import { type SafetyRun, violationsList } from './report'

type Violations = ReturnType<typeof violationsList>

const draftOf = (id: string, lines: Line[], on = '2026-03-04'): Draft => ({
  _id: id,
  on,
  what: 'any',
  words: '一笔收支',
  lines,
  source: { kind: 'pledge', id },
  by: keyOf(cashier),
  confirmedBy: keyOf(auditor),
})

/** What somebody would do next, possible or not. */
function nextLines({ below, one }: Random, last: Line[] | undefined): Line[] {
  const fen = 1 + below(300_000)
  return one<() => Line[]>([
    () => linesFor.arrive(fen),
    () => linesFor.arrive(fen + 10, 1 + below(10)),
    () => linesFor.grant(fen),
    () => linesFor.spend(fen),
    () => linesFor.release(fen),
    () => linesFor.giveBack(fen),
    () => linesFor.moveOut(fen),
    () => linesFor.moveIn(fen),
    () => linesFor.giveBackAside(fen),
    () => (last ? opposite(last) : linesFor.arrive(fen)),
  ])()
}

/** Balances kept by the book against balances that are added up here, by the plainest rule there is; January closes halfway. */
function random(cases: number, random: Random, violations: Violations): number {
  const parts = { street: streetPath, area: plum, within: [streetPath, plum], host: 'charity', at: wednesday }
  const books = ['a', 'b', 'c'].map((name) => ({
    book: newBook({ ...parts, _id: name, of: { kind: 'fund', id: name }, title: name, purpose: '助老' }),
    sums: noBalances(),
    postings: [] as Posting[],
  }))
  for (let step = 0; step < cases; step++) {
    if (step === Math.floor(cases / 2))
      for (const at of books) {
        const closing = { month: '2026-01', n: at.book.n, head: at.book.head, by: 'pone', at: wednesday }
        at.book = { ...at.book, closedThrough: closing.month, closings: [closing] }
      }
    const at = random.one(books)
    const lines = nextLines(random, at.postings.at(-1)?.lines)
    const on = random.one(['2026-01-20', '2026-02-28', '2026-03-04'])
    const after = { ...at.sums }
    for (const { account, fen } of lines) after[account] += fen
    const isSound = after.bank >= after.appropriated && after.appropriated >= 0
    const possible = isSound && on.slice(0, 7) > at.book.closedThrough
    const next = withPosting(at.book, draftOf(`${at.book._id}${step}`, lines, on), wednesday)
    if ('posting' in next !== possible)
      violations.add(`posting ${step} is ${possible ? 'refused' : 'taken'}: ${JSON.stringify(lines)}`)
    if ('problem' in next) continue
    at.sums = after
    at.postings.push(next.posting)
    at.book = { ...next.book, unposted: [] }
    const { balances } = at.book
    for (const account of accounts)
      if (balances[account] !== after[account] || !Number.isSafeInteger(balances[account]))
        violations.add(`posting ${step}: ${account} is ${balances[account]}, its lines sum to ${after[account]}`)
  }
  for (const { book, sums, postings } of books) {
    const total = Object.values(sums).reduce((sum, fen) => sum + fen, 0)
    if (total !== 0) violations.add(`book ${book._id}: debits and credits differ by ${total}`)
    for (const fault of faultsOf(book, postings)) violations.add(`book ${book._id}: ${fault}`)
  }
  return books.reduce((sum, { postings }) => sum + postings.length, 0)
}

/** The same through the store: eight at once, copied out in between. */
async function together(door: Door, rounds: number, random: Random, violations: Violations): Promise<number> {
  const books = [await aBook(door), await aBook(door)]
  let taken = 0
  for (let round = 0; round < rounds; round++) {
    const told = await Promise.all(
      Array.from({ length: 8 }, (_, index) => {
        const draft = draftOf(`${freshId()}_${index}`, nextLines(random, undefined))
        const book = random.one(books)
        const send = () => post(door.store, book, draft, wednesday).catch(() => undefined)
        // One in eight is sent twice at once.
        return index === 7 ? Promise.all([send(), send()]).then(([one]) => one) : send()
      }),
    )
    taken += told.filter((one) => one?.ok).length
    if (random.chance(0.4)) await copyOut(door.store)
  }
  for (const { book, what } of (await verifyBooks(door.store)).faults) violations.add(`${book}: ${what}`)
  return taken
}

const bookOf = async (door: Door, id: string) => (await door.store.get<Book>('books', id)) as Book

/** Everything that writes the books, with each of its calls failing in turn. */
async function failing(door: Door, whole: boolean, violations: Violations): Promise<number> {
  const { store } = door
  let cases = 0
  const tried = async (what: string, told: Promise<{ cases: number; wrong: string[] }>) => {
    const { cases: count, wrong } = await told
    cases += count
    for (const sentence of wrong) violations.add(`${what}, ${sentence}`)
  }
  const once = async (id: string, n: number, bank: number) => {
    const book = await bookOf(door, id)
    const [fault] = (await verifyBook(book, store)).faults
    const isOnce = book.n === n && book.balances.bank === bank
    return fault ?? (isOnce ? undefined : `${book.n} postings and ${book.balances.bank} in the bank`)
  }
  await tried(
    'a posting',
    failEachCall(
      store,
      async () => ({ book: await aBook(door), id: `${freshId()}_arrive` }),
      (failing, { book, id }) => post(failing, book, draftOf(id, linesFor.arrive(700)), wednesday),
      ({ book }) => once(book, 1, 700),
    ),
  )
  await tried(
    'copying out',
    failEachCall(
      store,
      async () => {
        const book = await aBook(door)
        for (const fen of [300, 400])
          await post(store, book, draftOf(`${freshId()}_arrive`, linesFor.arrive(fen)), wednesday)
        return { book }
      },
      (failing) => copyOut(failing),
      async ({ book }) => {
        const kept = await store.find<Posting>('postings', { book }, { limit: 9 })
        const { unposted, owed } = await bookOf(door, book)
        if (kept.length !== 2 || unposted.length || owed) return `${kept.length} copied, ${unposted.length} left`
        return once(book, 2, 700)
      },
    ),
  )
  await tried(
    'a reversal',
    failEachCall(
      store,
      async () => {
        const book = await aBook(door)
        const posting = await posted(door, book, linesFor.arrive(900))
        const id = freshId()
        await door.call(cashier, 'ledger.reverse', { id, posting, words: '金额多记了一位' })
        const { version } = await door.matter(id)
        await door.call(auditor, 'matters.act', { id, version, action: 'confirm', request: freshId() })
        return { book, id }
      },
      (failing, { id }) => applyNow(id, failing, wednesday),
      async ({ book, id }) => {
        const { status, beside } = await door.matter(id)
        if (status !== 'booked' || beside.apply) return `the reversal is ${status}, its effect ${beside.apply}`
        return once(book, 2, 0)
      },
    ),
  )
  if (whole)
    for (const { name, prepare, work, check } of await fundEffects(door))
      await tried(name, failEachCall(store, prepare, work, check))
  return cases
}

/** `cases` random postings; a kill for every two thousand of them. */
export const run: SafetyRun = async ({ cases, seed }) => {
  const violations = violationsList()
  const chance = seeded(seed)
  const figures: Record<string, number> = { taken: random(cases, chance, violations) }
  const door = await theDoor()
  try {
    await charityHere(door)
    figures.together = await together(door, Math.max(5, Math.round(cases / 1000)), chance, violations)
    // The small twin leaves what follows decisions on a fund's money to a test of its own.
    figures.failed = await failing(door, cases >= 50_000, violations)
  } finally {
    await door.close()
  }
  const killed = await kills(Math.max(2, Math.round(cases / 2000)), chance, violations.add)
  return {
    name: 'ledger',
    cases,
    violations: violations.kept,
    seed,
    figures: { ...figures, ...killed, found: violations.count() },
  }
}

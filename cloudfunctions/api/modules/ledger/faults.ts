// Whether a book adds up: balances and chain computed again from its postings, one after the other, however many there are. Pure.
import { type Book, hashOf, monthOf, type Posting } from './book'
import { accounts, added, isBalanced, isSound, noBalances } from './chart'

/** Sees the postings of a book in order; `faults` after the last one. Nothing is kept of a posting but what it adds. */
export function checkerOf(book: Book) {
  const found: string[] = []
  let seen = 0
  let prev = ''
  let balances = noBalances()
  const closings = [...(book.closings ?? [])].sort((a, b) => a.n - b.n)
  let closed = ''
  return {
    see(posting: Posting): void {
      seen++
      const { n } = posting
      if (n !== seen) {
        found.push(`第 ${seen} 笔缺失或重复`)
        seen = n
      }
      for (; closings[0] && closings[0].n < n; closings.shift()) {
        if (closings[0].n === n - 1 && closings[0].head !== prev)
          found.push(`${closings[0].month} 结账时的最后一笔不符`)
        closed = closings[0].month
      }
      if (!isBalanced(posting.lines)) found.push(`第 ${n} 笔借贷不平`)
      if (posting.prev !== prev || posting.hash !== hashOf(posting)) found.push(`第 ${n} 笔与记录链不符`)
      if (monthOf(posting.on) <= closed) found.push(`第 ${n} 笔记入了已经结账的月份`)
      prev = posting.hash
      balances = added(balances, posting.lines)
      if (!isSound(balances)) found.push(`第 ${n} 笔之后余额为负`)
    },
    /** In the order in which they were found; empty when everything adds up. */
    faults(): string[] {
      if (book.n !== seen) found.push(`账簿记有 ${book.n} 笔，找到 ${seen} 笔`)
      if (book.head !== prev) found.push('账簿的最后一笔与记录链不符')
      for (const account of accounts)
        if ((book.balances[account] ?? 0) !== balances[account])
          found.push(`${account} 余额 ${book.balances[account]}，应为 ${balances[account]}`)
      return found
    },
  }
}

/** What is wrong with a book and all of its postings in order. */
export function faultsOf(book: Book, postings: Iterable<Posting>): string[] {
  const checker = checkerOf(book)
  for (const posting of postings) checker.see(posting)
  return checker.faults()
}

// The chart of accounts (科目表) that every book has, as one table, and what can be said of a posting's lines. Pure. Money is in 分, whole.
// Debits are positive, credits negative, and a posting's lines sum to 0.

// biome-ignore format: a table is read in columns.
export const chart = {
  bank:         { label: '账上余额',   side: 'debit',  about: '慈善组织账户中属于这里的钱' },
  donations:    { label: '捐赠收入',   side: 'credit', about: '已到账并经第二人核对的捐赠' },
  returned:     { label: '退回捐赠人', side: 'debit',  about: '按捐赠人意愿退回的钱' },
  spending:     { label: '用款支出',   side: 'debit',  about: '有凭证、经第二人核对的支出' },
  fees:         { label: '平台手续费', side: 'debit',  about: '支付或募捐平台收取的费用' },
  // Money that donors have agreed to use for something else goes from one book of a host charity to another.
  movedIn:      { label: '同意转入',   side: 'credit', about: '捐赠人同意改变用途后，从另一本账转入' },
  movedOut:     { label: '同意转出',   side: 'debit',  about: '捐赠人同意改变用途后，转到另一本账' },
  // The two sides of what has been granted and not yet spent (专款专用, M101): no money moves when it is granted.
  appropriated: { label: '已批未付',   side: 'debit',  about: '已经批准、还没有支出的用款' },
  committed:    { label: '已批用款',   side: 'credit', about: '已批未付的另一方' },
} as const satisfies Record<string, { label: string; side: 'debit' | 'credit'; about: string }>
export type Account = keyof typeof chart
export type Line = { account: Account; fen: number }
export type Balances = Record<Account, number>

export const accounts = Object.keys(chart) as Account[]
export const noBalances = (): Balances => Object.fromEntries(accounts.map((one) => [one, 0])) as Balances

/** Whole, safe 分 that sum to 0, each account at most once, and something moves. */
export const isBalanced = (lines: readonly Line[]): boolean =>
  lines.length >= 2 &&
  lines.every(({ account, fen }) => Object.hasOwn(chart, account) && Number.isSafeInteger(fen) && fen !== 0) &&
  new Set(lines.map(({ account }) => account)).size === lines.length &&
  lines.reduce((sum, { fen }) => sum + fen, 0) === 0

export const added = (balances: Balances, lines: readonly Line[]): Balances => {
  // A book of before an account was thought of has nothing on it.
  const next = { ...noBalances(), ...balances }
  for (const { account, fen } of lines) next[account] += fen
  return next
}

/** As people read it: an income of 100 元 is 100, though it stands as a credit. */
export const shown = (balances: Balances, account: Account): number =>
  chart[account].side === 'credit' ? 0 - balances[account] : balances[account]

/** What may still be granted: what is there less what has been granted and not spent. */
export const availableFen = (balances: Balances): number => balances.bank - balances.appropriated

/** Nothing is ever spent or promised that is not there. */
export const isSound = (balances: Balances): boolean =>
  balances.bank >= 0 &&
  balances.appropriated >= 0 &&
  balances.committed === 0 - balances.appropriated &&
  availableFen(balances) >= 0

/** The lines of what happens to money, by what it is called. Amounts in 分, > 0. */
export const linesFor = {
  /** A gift has arrived; `feeFen` is what the platform kept of it. */
  arrive: (fen: number, feeFen = 0): Line[] => [
    { account: 'bank', fen: fen - feeFen },
    ...(feeFen ? [{ account: 'fees' as const, fen: feeFen }] : []),
    { account: 'donations', fen: -fen },
  ],
  grant: (fen: number): Line[] => [
    { account: 'appropriated', fen },
    { account: 'committed', fen: -fen },
  ],
  /** What was granted is spent. */
  spend: (fen: number): Line[] => [
    { account: 'spending', fen },
    { account: 'bank', fen: -fen },
    { account: 'committed', fen },
    { account: 'appropriated', fen: -fen },
  ],
  /** What was granted is not needed. */
  release: (fen: number): Line[] => [
    { account: 'committed', fen },
    { account: 'appropriated', fen: -fen },
  ],
  giveBack: (fen: number): Line[] => [
    { account: 'returned', fen },
    { account: 'bank', fen: -fen },
  ],
  /** What was set aside while donors were asked goes to another book … */
  moveOut: (fen: number): Line[] => [
    { account: 'movedOut', fen },
    { account: 'bank', fen: -fen },
    { account: 'committed', fen },
    { account: 'appropriated', fen: -fen },
  ],
  /** … and arrives there. */
  moveIn: (fen: number): Line[] => [
    { account: 'bank', fen },
    { account: 'movedIn', fen: -fen },
  ],
  /** What was set aside goes back to its donors. */
  giveBackAside: (fen: number): Line[] => [
    { account: 'returned', fen },
    { account: 'bank', fen: -fen },
    { account: 'committed', fen },
    { account: 'appropriated', fen: -fen },
  ],
}
export const opposite = (lines: readonly Line[]): Line[] => lines.map(({ account, fen }) => ({ account, fen: 0 - fen }))

/** What a posting is, told by the accounts it touches. */
export function labelOf(lines: readonly Line[], reverses?: string): string {
  if (reverses !== undefined) return '冲正'
  const touched = new Map(lines.map(({ account, fen }) => [account, fen]))
  const named = (['donations', 'movedIn', 'movedOut', 'returned', 'spending'] as const).find((one) => touched.has(one))
  if (named) return chart[named].label
  return (touched.get('appropriated') ?? 0) > 0 ? '批准用款' : '释放余款'
}

/** How much came in, went out or was set aside by it. */
export const movedFen = (lines: readonly Line[]): { bank: number; aside: number } => {
  const of = (account: Account) => lines.find((line) => line.account === account)?.fen ?? 0
  return { bank: of('bank'), aside: of('appropriated') }
}

/** 1,234.50 元 from 分. */
export function sayFen(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100)
  const rest = String(Math.abs(fen) % 100).padStart(2, '0')
  return `${fen < 0 ? '-' : ''}${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}.${rest} 元`
}

// Funds, allocations and changes of purpose as their tests need them: everything through the real door, by the people of the world.
import { dayMs, onOf } from '../../cloudfunctions/api/core/clock'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import { askDonors, countAnswers } from '../../cloudfunctions/api/modules/funds/change/asking'
import type { Book } from '../../cloudfunctions/api/modules/ledger/book'
import { copyOut } from '../../cloudfunctions/api/modules/ledger/post'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { act, freshId, ok, request } from './activities'
import { wednesday } from './clock'
import type { Door, Told } from './door'
import { arrival, pledgeInput, settleAll } from './gifts'
import type { Raised } from './raised'
import { plum, type Who } from './world'

export { act, freshId, ok, request, settleAll }
export const on = (days: number, now = wednesday): string => onOf(now + days * dayMs)

export const fundInput = (change: object = {}) => ({
  id: freshId(),
  area: plum,
  host: 'charity',
  title: '杏花邻里基金',
  words: '由居民和商户捐赠，帮助社区里的老人和孩子。',
  purpose: '社区老人助餐与孩子托管',
  purposes: ['elders', 'children'],
  ...change,
})

/** What people show to be seated. */
export const codeOfPerson = (who: string): string => `${who.toUpperCase()}00000000`.slice(0, 8)
export const committeeOf: readonly [Who, string][] = [
  ['secretary', 'party'],
  ['clerk2', 'committee'],
  ['author', 'resident'],
  ['neighbour', 'resident'],
  ['volunteer', 'organisation'],
]

/** Everybody has a code to show. */
export async function codes(door: Door): Promise<void> {
  for (const who of [
    ...committeeOf.map(([one]) => one),
    'supervisor',
    'clerk',
    'dewResident',
    'manager',
    'socialWorker',
  ])
    await door.store.change('people', { key: `p${who}` }, { code: codeOfPerson(who) })
}

export const seat = (door: Door, fund: string, who: string, as: string, by: Who = 'clerk'): Promise<Told> =>
  act(door, by, fund, 'seat', { patch: { code: codeOfPerson(who), seat: as } })

/** Drawn up with its committee of five, not yet submitted. */
export async function draftFund(door: Door, change: object = {}, seats = committeeOf): Promise<string> {
  await codes(door)
  const input = fundInput(change)
  ok(await door.call('clerk', 'funds.found', input))
  for (const [who, as] of seats) ok(await seat(door, input.id, who, as))
  ok(await act(door, 'clerk', input.id, 'nameSupervisor', { patch: { code: codeOfPerson('supervisor') } }))
  return input.id
}

export async function signed(door: Door, id: string, by: readonly Who[], now = wednesday): Promise<void> {
  for (const who of by) ok(await act(door, who, id, 'agree', {}, now))
  await settleAll(door, id, now)
}

/** Founded, its book open, its committee at work. */
export async function aFund(door: Door, change: object = {}): Promise<string> {
  const id = await draftFund(door, change)
  ok(await act(door, 'clerk', id, 'submit'))
  await signed(door, id, ['clerk2', 'secretary', 'officer'])
  return id
}

/** A gift that has arrived, in 元. */
export async function gave(
  door: Door,
  fund: string,
  amount: string,
  who: Who = 'dewResident',
  change: object = {},
): Promise<string> {
  const input = pledgeInput(fund, { to: { kind: 'fund', id: fund }, amount, donorName: '陈白露', ...change })
  ok(await door.call(who, 'giving.pledge', input))
  await settleAll(door, input.id)
  ok(await act(door, 'treasurer', input.id, 'record', { patch: arrival({ amount }) }))
  ok(await act(door, 'treasurer2', input.id, 'confirm'))
  await settleAll(door, input.id)
  return input.id
}

export const fundBook = async (door: Door, fund: string): Promise<Book> =>
  (await door.store.get<Book>('books', `fund_${fund}`)) as Book

export const allocationInput = (fund: string, change: object = {}) => ({
  id: freshId(),
  fund,
  title: '重阳节助餐',
  words: '为独居老人送三次热饭，由邻里社会组织承接。',
  purpose: 'elders',
  amount: '500',
  payee: { body: 'organisation' },
  ...change,
})

export async function proposed(door: Door, fund: string, change: object = {}, by: Who = 'author'): Promise<string> {
  const input = allocationInput(fund, change)
  ok(await door.call(by, 'funds.propose', input))
  // The machine has nothing against its words.
  await door.store.change('matters', { _id: input.id }, { 'beside.check': 'pass' })
  return input.id
}

export const vote = (door: Door, id: string, who: Who, agrees = 'yes'): Promise<Told> =>
  act(door, who, id, 'vote', { patch: { agrees } })

/** Passed by three of five, with the supervisor's opinion. */
export async function passed(door: Door, fund: string, change: object = {}): Promise<string> {
  const id = await proposed(door, fund, change)
  ok(await act(door, 'clerk', id, 'openVote'))
  ok(await act(door, 'supervisor', id, 'opine', { note: '用途相符，价格合理。', patch: { agrees: 'yes' } }))
  for (const who of ['secretary', 'clerk2', 'author'] as const) ok(await vote(door, id, who))
  return id
}

/** Signed by both committees and set aside. */
export async function granted(door: Door, fund: string, change: object = {}): Promise<string> {
  const id = await passed(door, fund, change)
  ok(await act(door, 'treasurer', id, 'grant'))
  await signed(door, id, ['clerk', 'secretary'])
  return id
}

let voucher = 0
export const spending = (change: object = {}) => ({
  amount: '120.50',
  on: on(0),
  ref: `FP${String(++voucher).padStart(8, '0')}`,
  words: '米和油',
  photos: ['cloud://local-env/invoice.jpg'],
  ...change,
})
export const spend = (
  door: Door,
  id: string,
  change: object = {},
  who: Who = 'treasurer',
  now = wednesday,
): Promise<Told> => act(door, who, id, 'spend', { patch: spending(change) }, now)

/** Written down, confirmed by another, in the books. */
export async function spent(door: Door, id: string, change: object = {}): Promise<string> {
  const told = ok(await spend(door, id, change))
  const { entries } = (await door.matter(id)).body as { entries: { id: string }[] }
  const entry = entries.at(-1)?.id as string
  if (!told) throw new Error('nothing was told')
  ok(await act(door, 'treasurer2', id, 'confirmSpend', { patch: { entry } }))
  await settleAll(door, id)
  return entry
}

export const changeInput = (book: string, to: string, change: object = {}) => ({
  id: freshId(),
  book,
  to,
  words: '助餐点已由街道承担，想把余下的钱用于孩子托管。',
  until: on(20),
  ...change,
})

/** One step of every kind of the module, in every status that stories reach. */
export async function fundMatters(door: Door): Promise<Raised[]> {
  const made: Raised[] = []
  const keep = async (what: string, id: string, now = wednesday) => {
    const matter = await door.matter(id)
    const { label } = kindOf(matter.kind)
    const committee = matter.assists.find(({ duty }) => duty === 'committee')?.body
    const seated = committee && { body: committee, people: committeeOf.map(([who]) => who) }
    const waits = matter.pending ? ', waiting' : ''
    made.push({ what: `${what}: ${label} ${matter.status}${waits}`, matter, now, ...(seated && { seated }) })
  }
  const step = async (who: Who, id: string, action: string, more: object = {}, now = wednesday) => {
    ok(await act(door, who, id, action, more, now))
    await keep(`${who} ${action}`, id, now)
    await settleAll(door, id, now)
    await keep(`${who} ${action}, applied`, id, now)
  }
  const fund = await draftFund(door)
  await keep('drawn up', fund)
  await step('clerk', fund, 'submit')
  for (const who of ['clerk2', 'secretary', 'officer'] as const) await step(who, fund, 'agree')
  const dropped = await draftFund(door)
  await step('clerk', dropped, 'withdraw')
  const other = await aFund(door, { title: '孩子托管基金', purpose: '孩子课后托管', purposes: ['children'] })
  await gave(door, fund, '1000')
  const id = await proposed(door, fund)
  await keep('asked for', id)
  await step('clerk', id, 'openVote')
  await step('volunteer', id, 'declare', { note: '家人在收款单位工作' })
  for (const who of ['secretary', 'clerk2', 'author'] as const)
    await step(who, id, 'vote', { patch: { agrees: 'yes' } })
  await step('supervisor', id, 'opine', { note: '请说明单价', patch: { agrees: 'no' } })
  await step('clerk', id, 'answerObjection', { note: '每份十五元，与市场价相同。' })
  await step('supervisor', id, 'acceptAnswer')
  await step('treasurer', id, 'grant')
  for (const who of ['clerk', 'secretary'] as const) await step(who, id, 'agree')
  await step('treasurer', id, 'spend', { patch: spending() })
  await step('treasurer2', id, 'confirmSpend', { patch: { entry: 's1' } })
  await step('treasurer', id, 'finish', { patch: { words: '三次热饭都已送到，老人们很高兴。' } })
  await step('secretary', id, 'acceptResult', { patch: { thanks: '谢谢各位邻居。' } })
  for (const action of ['turnDown', 'withdraw'] as const) {
    const one = await proposed(door, fund)
    await step(action === 'turnDown' ? 'clerk' : 'author', one, action, { note: '暂不办理' })
  }
  const early = await granted(door, fund)
  await step('clerk', early, 'endEarly', { note: '承接单位退出' })
  for (const who of ['clerk2', 'secretary'] as const) await step(who, early, 'agree')
  const asked = changeInput(`fund_${fund}`, other)
  ok(await door.call('treasurer', 'funds.askPurpose', asked))
  await keep('asked', asked.id)
  await step('treasurer', asked.id, 'submit')
  for (const who of ['clerk', 'secretary', 'officer'] as const) await step(who, asked.id, 'agree')
  await askDonors({ store: door.store, now: wednesday })
  const [consent] = await door.store.find<{ _id: string }>('matters', { 'body.change': asked.id }, { limit: 1 })
  const question = (consent as { _id: string })._id
  await keep('asked of a donor', question)
  for (const action of ['sayMove', 'sayKeep', 'sayBack']) await step('dewResident', question, action)
  const over = wednesday + 30 * dayMs
  await passTime.run({ store: door.store, now: over })
  await keep('time over', question, over)
  await countAnswers({ store: door.store, now: over })
  await settleAll(door, asked.id, over)
  await keep('counted', asked.id, over)
  await copyOut(door.store)
  return made
}

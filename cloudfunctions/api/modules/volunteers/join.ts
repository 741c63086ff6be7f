// Joining the record of somebody without a phone to their account, in two conditional writes: the old document gives its key up, the account
// takes it. Keys are unique, so whichever comes first decides; cut short in between, the timer goes on or puts it back.
import { ancestorAt } from '../../core/areas'
import { minuteMs } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { refuse } from '../../core/errors'
import type { Store } from '../../core/store'
import { lookOf } from './access'
import { markOf } from './full'
import { cares } from './helping'
import { sayHours } from './hours'
import { inTheWay, joinedPass } from './joining'
import type { Volunteer } from './pass'
import { problems } from './problems'

export type Codes = { account: string; card: string }
export type Join = Codes & { request: string }

type Left = Volunteer & { joinedTo: NonNullable<Volunteer['joinedTo']> }
const isLeft = (person: Volunteer): person is Left => person.joinedTo !== undefined

/** By which a joining that was begun is found when it is sent again; nobody can type it. */
const openCode = (request: string): string => `joining ${request}`

/** Everybody these codes name. One call. */
async function named({ account, card }: Codes, { store }: Ctx, request?: string) {
  const codes = [account.toUpperCase(), card.toUpperCase()] as const
  const all = store._.in([...codes, ...(request ? [openCode(request)] : [])])
  const found = await store.find<Volunteer>('people', { code: all }, { limit: 4 })
  const [first, second] = codes.map((code) => found.find((one) => one.code === code))
  return { found, account: first, card: second }
}

const wrong = (field: keyof Codes, problem: { code: string; message: string }): never =>
  refuse(problem, { fields: { [field]: problem.message } })

/** The two, once everything is right about them, for whoever cares for the person without a phone. */
function judged(
  { account, card }: { account?: Volunteer; card?: Volunteer },
  actor: Parameters<typeof cares>[0],
): { account: Volunteer; card: Volunteer } {
  if (!card) return wrong('card', problems.JOIN_CARD)
  if (!cares(actor, card)) return wrong('card', problems.JOIN_ELSEWHERE)
  if (card.joined) return wrong('card', problems.JOIN_DONE)
  if (!account) return wrong('account', problems.JOIN_ACCOUNT)
  const found = inTheWay(card, account)
  return found ? wrong(found.field, found.problem) : { account, card }
}

/**
 * Both, before anything is done. Three calls: the clerk, both people, and whether anything was handed to the account in its person's name,
 * which the account's own document does not say.
 */
export async function lookAtBoth(codes: Codes, ctx: Ctx): Promise<{ account: Volunteer; card: Volunteer }> {
  const { actor } = await ctx.member()
  const both = judged(await named(codes, ctx), actor)
  const where = { 'onBehalfOf.person': both.account.key }
  const fields = { _id: true }
  if ((await ctx.store.find('matters', where, { limit: 1, fields })).length) return wrong('account', problems.JOIN_USED)
  return both
}

/** The old document is nobody from now on, and keeps what it was until all is done. Won only as it was read. */
async function giveUp(card: Volunteer, joinedTo: Left['joinedTo'], store: Store): Promise<boolean> {
  const { _ } = store
  const { volunteer } = card
  const where = {
    _id: card._id,
    key: card.key,
    'volunteer.version': volunteer?.version ?? _.exists(false),
    'volunteer.totals.at': volunteer?.totals?.at ?? _.exists(false),
  }
  const gone = Object.fromEntries(['phone', 'street', 'building', 'volunteer'].map((field) => [field, _.remove()]))
  const code = openCode(joinedTo.request)
  const update = { ...gone, name: '', key: `joined-${card.key}`, code, joinedTo: _.set(joinedTo) }
  return (await store.change('people', where, update)) === 1
}

/** The account has the key, and all that stands under it; won only while it has done nothing of its own. */
async function takeOver(account: Volunteer, { _id, joinedTo }: Left, store: Store): Promise<boolean> {
  const { _ } = store
  const { was, by, at, request, key } = joinedTo
  const card = was as Volunteer
  const where = {
    _id: account._id,
    key: account.key,
    recent: _.exists(false),
    unread: 0,
    grants: _.size(0),
    'volunteer.version': account.volunteer?.version ?? _.exists(false),
  }
  const joined = { from: _id, by, at, request, noPhone: card.noPhone }
  const volunteer = joinedPass(card, account, at)
  const update = { key, code: card.code, volunteer: _.set(volunteer), joined: _.set(joined) }
  return (await store.change('people', where, update)) === 1
}

/** As it was before, when the account has been used after all. */
function putBack({ _id, joinedTo: { request, was } }: Left, store: Store): Promise<number> {
  const { _ } = store
  const { _id: _same, ...before } = was as Volunteer
  const fields = Object.fromEntries(Object.entries(before).map(([field, value]) => [field, _.set(value)]))
  const where = { _id, 'joinedTo.request': request, 'joinedTo.openSince': _.gt(0) }
  return store.change('people', where, { ...fields, joinedTo: _.remove() })
}

/** True: the account has the key, by this call or an earlier one. False: it never will, and all is as before. */
async function settle(first: Volunteer, left: Left, store: Store): Promise<boolean> {
  const { request, was } = left.joinedTo
  let account: Volunteer | undefined = first
  // Their own fields may change meanwhile, which is no deed.
  for (let attempt = 0; account && attempt < 4; attempt++) {
    if (account.joined?.request === request) return true
    if (inTheWay(was as Volunteer, account)) break
    if (await takeOver(account, left, store)) return true
    account = await store.get<Volunteer>('people', first._id)
  }
  await putBack(left, store)
  return false
}

/** What the old document says of its joining, with what the timer will tell and write down. */
async function joinedToOf({ account, card }: { account: Volunteer; card: Volunteer }, request: string, ctx: Ctx) {
  const { now } = ctx
  const { actor, key: by } = await ctx.member()
  const area = card.building ?? card.street ?? ''
  const street = await ctx.street(ancestorAt(area, 'street') ?? area)
  const look = lookOf({ whose: card.key, area, matter: 'record', reason: joinReason }, actor, street, now)
  const told = `您没有手机时登记的志愿服务（${sayTotals(card)}）已并入这个账号，由${look.as}当面核对后办理。如果不是您本人的，请告诉社区。`
  const beside = { was: card, look: { ...look, _id: `joined_${request}` }, told }
  return { account: account._id, key: card.key, by, at: now, request, openSince: now, ...beside }
}

const joinReason = '把没有手机时的服务记录并入本人账号（当面核对）'
export const sayTotals = ({ volunteer }: Volunteer): string =>
  volunteer?.totals?.count ? `${sayHours(volunteer.totals.minutes)}，${volunteer.totals.count} 次` : '还没有确认的时长'

/** Four calls: the clerk, both people, the old document, the account. Sent again it goes on where it was, or answers the same. */
export async function join(asked: Join, ctx: Ctx): Promise<void> {
  const { store } = ctx
  const { request } = asked
  const { actor, key: by } = await ctx.member()
  const { found, ...both } = await named(asked, ctx, request)
  const mine = <T extends { by: string; request: string }>(one?: T) => one?.request === request && one.by === by
  if (found.some(({ joined }) => mine(joined))) return
  const begun = found.find((one): one is Left => isLeft(one) && mine(one.joinedTo))
  if (begun) {
    const { account } = both
    if (account?._id !== begun.joinedTo.account) return refuse(problems.JOIN_CHANGED)
    if (!(await settle(account, begun, store))) wrong('account', problems.JOIN_USED)
    return
  }
  const { account, card } = judged(both, actor)
  const joinedTo = await joinedToOf({ account, card }, request, ctx)
  let left: Left = { ...card, joinedTo }
  if (!(await giveUp(card, joinedTo, store))) {
    const newest = await store.get<Volunteer>('people', card._id)
    if (!newest || !isLeft(newest) || !newest.joinedTo.openSince || !mine(newest.joinedTo))
      return refuse(problems.JOIN_CHANGED)
    // Sent twice in one moment.
    left = newest
  }
  if (!(await settle(account, left, store))) wrong('account', problems.JOIN_USED)
}

/** The person is told, the look is written down, and what was counted while nobody had the key is counted again. The last write ends it. */
async function follow({ _id, joinedTo }: Left, account: Volunteer, store: Store, now: number): Promise<void> {
  const { _ } = store
  const { key, request, told, look } = joinedTo
  const notice = { _id: `joined_${request}`, person: key, text: told, at: now, matter: '', read: false }
  await store.add('inbox', notice)
  const untold = { _id: account._id, 'joined.request': request, 'joined.told': _.exists(false) }
  await store.change('people', untold, { unread: _.inc(1), 'joined.told': true })
  await store.add('access', look as { _id: string })
  await store.change('records', { person: key }, { counted: false })
  // In a rush who has a place is known by their account.
  for (const { shift, endsAt } of account.volunteer?.agenda ?? [])
    if (endsAt > now)
      await store.change('shifts', { _id: shift, people: key }, { marks: _.addToSet(markOf(shift, account._id)) })
  const done = Object.fromEntries(
    ['openSince', 'was', 'look', 'told'].map((field) => [`joinedTo.${field}`, _.remove()]),
  )
  await store.change('people', { _id, 'joinedTo.request': request }, { ...done, code: _.remove() })
}

/** A joining younger than this may still be under way. */
const joiningMs = minuteMs

/** The timer's part. */
export async function finishJoins(store: Store, now: number): Promise<number> {
  const open = { 'joinedTo.openSince': store._.gt(0) }
  const order = [['joinedTo.openSince', 'asc']] as const
  let finished = 0
  for (const left of await store.find<Left>('people', open, { order, limit: 50 })) {
    const { account: id, request, openSince = 0 } = left.joinedTo
    const account = await store.get<Volunteer>('people', id)
    if (account?.joined?.request === request) {
      await follow(left, account, store, now)
      finished++
    } else if (openSince <= now - joiningMs) {
      if (!account) await putBack(left, store)
      else await settle(account, left, store)
      finished++
    }
  }
  return finished
}

// Whoever has closed their account (个人信息保护法 47): places ahead go to the next, and what law keeps stays without a name. Doing it again
// changes nothing.
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import { isHeld } from './agenda'
import { moveOut } from './leaving'
import type { Seat, Shift } from './shift'

const nameless = '已注销'
const shiftsMax = 100

/** True when nothing is left to do. */
async function takeOut(key: PersonKey, store: Store, now: number): Promise<boolean> {
  const { _ } = store
  const mine = await store.find<Shift>('shifts', { people: key }, { order: [['startsAt', 'desc']], limit: shiftsMax })
  const named = mine.filter(({ roster }) => roster[key]?.name !== nameless)
  for (const shift of named) {
    const seat = shift.roster[key] as Seat
    const ahead = shift.state === 'open' && shift.startsAt > now && isHeld(seat) && !seat.in
    const to = { state: 'left' as const, by: 'system', what: '账号已注销' }
    if (ahead && !(await moveOut(shift, key, seat, to, now, store))) return false
    const line = `roster.${key}`
    await store.change('shifts', { _id: shift._id }, { [`${line}.name`]: nameless, [`${line}.with`]: _.set([]) })
  }
  await store.change('records', { person: key }, { name: nameless })
  await store.change('certificates', { person: key, withdrawnAt: _.exists(false) }, { withdrawnAt: now })
  return mine.length < shiftsMax || named.length === 0
}

/** The timer's part. Whose account is still there, because the closing was cut short, is left alone. */
export async function freeLeavers(store: Store, now: number): Promise<number> {
  const leavers = await store.find<{ _id: PersonKey }>(
    'leavers',
    { at: store._.gt(0) },
    { order: [['at', 'asc']], limit: 20 },
  )
  let freed = 0
  for (const { _id: key } of leavers) {
    const [there] = await store.find('people', { key }, { limit: 1, fields: { key: true } })
    if (!there && !(await takeOut(key, store, now))) continue
    await store.remove('leavers', { _id: key })
    freed++
  }
  return freed
}

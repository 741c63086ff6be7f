// After a record is written or corrected: the person's totals, their points, the training it gives, and the certificates that name it. Every
// step gives the same result when it is done again, and the record is struck off last.
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import type { Certificate } from './certificate'
import { once } from './point-book'
import { earned, movedBy, pointsFor, taken } from './points'
import { type HourRecord, type Totals, totalsOf } from './records'
import { keepTraining } from './training'

async function tellCertificates(person: PersonKey, totals: Totals, records: HourRecord[], store: Store): Promise<void> {
  const issued = await store.find<Certificate>('certificates', { person }, { limit: 200 })
  for (const one of issued) {
    const record = one.record ? records.find(({ _id }) => _id === one.record) : undefined
    if (one.record && !record) continue
    const minutes = record ? (record.state === 'revoked' ? 0 : record.minutes) : (totals.years[one.year] ?? 0)
    if (minutes !== one.nowMinutes)
      await store.change('certificates', { _id: one._id }, { nowMinutes: minutes, changedAt: totals.at })
  }
}

/**
 * Brings the points of a record to what it is worth now, step by step: each step is one posting under its own number, so that whatever was
 * posted before a kill, and under whatever earlier version, is found and not posted again.
 */
async function settlePoints(record: HourRecord, store: Store, now: number): Promise<void> {
  const { _ } = store
  const worth = record.state === 'revoked' ? 0 : pointsFor(record)
  let { pointed = 0, settled = 0 } = record
  while (pointed !== worth) {
    const missing = worth - pointed
    const id = `${record._id}_${settled}`
    const posting = await once(record.person, id, store, (account) =>
      missing > 0
        ? earned(account, id, missing, record.title, now)
        : taken(account, id, -missing, 'corrected', `更正：${record.title}`, now),
    )
    // Spent already: it stays given.
    if (!posting) return
    pointed += movedBy(posting)
    const where = { _id: record._id, settled: settled || _.exists(false) }
    await store.change('records', where, { pointed, settled: settled + 1 })
    settled++
  }
}

export async function countRecords(store: Store, now: number): Promise<number> {
  const { _ } = store
  const fresh = await store.find<HourRecord>('records', { counted: false }, { order: [['_id', 'asc']], limit: 100 })
  for (const person of new Set(fresh.map((record) => record.person))) {
    const records = fresh.filter((record) => record.person === person)
    const { totals, standing } = await totalsOf(person, store, now)
    await store.change('people', { key: person, 'volunteer.version': _.gt(0) }, { 'volunteer.totals': _.set(totals) })
    await tellCertificates(person, totals, records, store)
    for (const record of records) {
      await settlePoints(record, store, now)
      await keepTraining(record, store)
      // A correction made meanwhile has a later version and is counted in its turn.
      const at = standing.indexOf(record._id)
      const before = at < 0 ? {} : { before: standing.length - at - 1 }
      await store.change('records', { _id: record._id, version: record.version }, { counted: true, ...before })
    }
  }
  return fresh.length
}

// Aggregation: the first `$match` is read by an index, `$geoNear` by distance, the rest is mingo's, on copies.
import { Aggregator } from 'mingo/aggregator'
import type { Documents } from './documents'
import { type Doc, parse } from './ejson'
import { CloudError, failed } from './errors'
import { geoNear } from './geo'
import { context } from './operators'
import type { Query } from './planner'
import type { Reader } from './reader'

export type Stage = { stageKey: string; stageValue: string }

/** The documents that come out of the last stage. Throws DATABASE_REQUEST_FAILED for a stage that cannot be run. */
export function aggregate(
  documents: Documents,
  reader: Reader,
  collection: string,
  asked: Stage[],
  now: number,
): Record<string, unknown>[] {
  documents.collection(collection)
  const read = (name: string, where: Query): Doc[] => [...reader.match(name, where)].map(documents.copy)
  const stages = asked.map(({ stageKey, stageValue }) => ({ [stageKey]: parse(stageValue, now) }))
  try {
    let source: Record<string, unknown>[]
    const near = stages[0]?.$geoNear
    if (near) source = geoNear(read(collection, (near.query ?? {}) as Query), near as Parameters<typeof geoNear>[1])
    else source = read(collection, (stages[0]?.$match ?? {}) as Query)
    if (near || stages[0]?.$match) stages.shift()
    const options = { context, collectionResolver: (other: string) => (documents.has(other) ? read(other, {}) : []) }
    return new Aggregator(stages as never, options as never).run(source as never) as Record<string, unknown>[]
  } catch (error) {
    throw error instanceof CloudError ? error : failed((error as Error).message)
  }
}

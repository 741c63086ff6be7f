// The daily digest (M73): the heads of all logs that moved on a day, kept outside the documents and chained to the day before, so that a
// log cut together with its own document's version is found as well.
import { createHash } from 'node:crypto'
import { dayMs, hourMs, onOf, startOf } from '../../core/clock'
import type { Job } from '../../core/manifest'
import type { Matter } from '../../core/matter'
import type { Store } from '../../core/store'
import { type Area, treeProblems } from '../../core/street'
import { brokenAt, canonical } from '../../core/trace'

/** One part of a street's day: at most 500 heads. `hash` covers the part and the one before it. */
export type Digest = {
  _id: string
  street: string
  on: string
  part: number
  at: number
  heads: { id: string; n: number; hash: string }[]
  prev: string
  hash: string
}
const partSize = 500

export const hashOf = ({ hash: _hash, ...rest }: Digest): string =>
  createHash('sha256').update(canonical(rest)).digest('hex')
const first = (street: string): string => createHash('sha256').update(`digest:${street}`).digest('hex')

/** Writes the digest of the day before `now` for one street; what is there already is left as it is. */
export async function digestDay(street: string, store: Store, now: number): Promise<number> {
  const { _ } = store
  const day = startOf(onOf(now)) - dayMs
  const on = onOf(day)
  if (await store.get('digests', `${street}:${on}:end`)) return 0
  const [last] = await store.find<Digest>(
    'digests',
    { street, at: _.lt(day + 1) },
    { order: [['at', 'desc']], limit: 1 },
  )
  let prev = last?.hash ?? first(street)
  const inDay = { street, movedAt: _.and([_.gte(day), _.lt(day + dayMs)]) }
  let after: { at: number; id: string } | undefined
  let written = 0
  for (let part = 0; ; part++) {
    const found = await store.find<Matter>(
      'matters',
      after
        ? (_.and([inDay, _.or([{ movedAt: _.gt(after.at) }, { movedAt: after.at, _id: _.gt(after.id) }])]) as never)
        : inDay,
      {
        order: [
          ['movedAt', 'asc'],
          ['_id', 'asc'],
        ],
        limit: partSize,
        fields: { trace: true, movedAt: true },
      },
    )
    const heads = found.map(({ _id, trace }) => ({ id: _id, n: trace.length, hash: trace.at(-1)?.hash ?? '' }))
    // Parts of one day share its time; the order is in `part`, and the last one is marked by its id.
    const isLast = found.length < partSize
    const digest: Digest = {
      _id: `${street}:${on}:${isLast ? 'end' : part}`,
      street,
      on,
      part,
      at: day + part,
      heads,
      prev,
      hash: '',
    }
    digest.hash = hashOf(digest)
    await store.add('digests', digest)
    written += heads.length
    prev = digest.hash
    const end = found.at(-1)
    if (isLast || !end) return written
    after = { at: end.movedAt ?? day, id: end._id }
  }
}

/** Once a night, from two o'clock in Shanghai on, for every street. */
export const digestJob: Job = {
  name: 'digest',
  about: '每天汇总前一天的记录头',
  everyMinutes: 30,
  async run({ store, now }) {
    if (now - startOf(onOf(now)) < 2 * hourMs) return 0
    const streets = await store.find<{ _id: string }>(
      'areas',
      { level: 'street' },
      { limit: 100, fields: { _id: true } },
    )
    let written = 0
    for (const { _id } of streets) written += await digestDay(_id, store, now)
    return written
  },
}

export type Broken = { where: string; what: string }

const treeWords = { gap: '缺少上一级', twice: '重复', level: '层级不符', cycle: '绕回自身' }

/** Places whose tree has gaps, doubles or cycles: nobody above them would see what happens there. */
async function brokenTrees(store: Store): Promise<Broken[]> {
  const docs = await store.find<{ street: string; areas: Area[] }>(
    'areas',
    { level: store._.in(['street', 'community']) },
    { limit: 1000 },
  )
  const streets = new Set(docs.map(({ street }) => street))
  return [...streets].flatMap((street) =>
    treeProblems(
      docs.filter((doc) => doc.street === street).flatMap(({ areas }) => areas),
      street,
    ).map(({ path, problem }) => ({
      where: `辖区 ${path}`,
      what: treeWords[problem],
    })),
  )
}

/** Everything verified: each matter's own chain and seal, each day's digest, and each head against the log it was taken from. */
export async function audit(
  store: Store,
): Promise<{ matters: number; digests: number; heads: number; broken: Broken[] }> {
  const { _ } = store
  const broken: Broken[] = []
  broken.push(...(await brokenTrees(store)))
  const figures = { matters: 0, digests: 0, heads: 0 }
  for (let after = ''; ; ) {
    const found = await store.find<Matter>('matters', { _id: _.gt(after) }, { order: [['_id', 'asc']], limit: 200 })
    for (const matter of found) {
      figures.matters++
      const at = brokenAt(matter)
      if (at !== undefined)
        broken.push({
          where: `${matter.no}（${matter._id}）`,
          what: at === 'seal' ? '内容与最后一条记录不符' : at === 'cut' ? '记录少于版本数' : `第 ${at} 条记录断开`,
        })
    }
    const last = found.at(-1)
    if (!last || found.length < 200) break
    after = last._id
  }
  const prevOf = new Map<string, string>()
  for (let after = { at: -1, id: '' }; ; ) {
    const beyond = _.or([{ at: _.gt(after.at) }, { at: after.at, _id: _.gt(after.id) }])
    const found = await store.find<Digest>('digests', beyond as never, {
      order: [
        ['at', 'asc'],
        ['_id', 'asc'],
      ],
      limit: 100,
    })
    for (const digest of found) {
      figures.digests++
      if (digest.hash !== hashOf(digest) || digest.prev !== (prevOf.get(digest.street) ?? first(digest.street)))
        broken.push({ where: `${digest.street} ${digest.on} 摘要`, what: '与前一天不相连，或被改动' })
      prevOf.set(digest.street, digest.hash)
      for (const head of digest.heads) {
        figures.heads++
        const matter = await store.get<Matter>('matters', head.id)
        if (matter?.trace[head.n - 1]?.hash !== head.hash)
          broken.push({
            where: `${matter?.no ?? head.id}`,
            what: `${digest.on} 的摘要记有第 ${head.n} 条，现在没有或不同`,
          })
      }
    }
    const last = found.at(-1)
    if (!last || found.length < 100) break
    after = { at: last.at, id: last._id }
  }
  return { ...figures, broken }
}

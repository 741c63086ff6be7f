// What a fund means elsewhere: its book, its committee as a body of the street, and each member's place in it. Doing it again changes nothing.
import { configure } from '../../../core/configure'
import type { Grant } from '../../../core/roles'
import type { Post } from '../../../core/settings'
import { forgetStreets, type Store } from '../../../core/store'
import { bookIdOf } from '../../ledger/book'
import { openBook } from '../../ledger/post'
import { type Fund, fundBodyId, type Member } from './document'
import { lineOf } from './workflow'

type At = { store: Store; now: number }

/** One for each time somebody takes a seat, so that whoever comes back has a place again. */
const postIdOf = (fund: string, { key, at }: Pick<Member, 'key' | 'at'>): string =>
  `fund-${lineOf(fund, key)}-${at.toString(36)}`

const staying = (fund: Fund): readonly Member[] => (fund.status === 'ended' ? [] : fund.body.members)

/** The places of those who are on the committee, and no others. At most as many people as a committee has ever had at once. */
async function seat(fund: Fund, { store, now }: At): Promise<void> {
  const { _ } = store
  const body = fundBodyId(fund._id)
  const places = new Map(staying(fund).map((member) => [postIdOf(fund._id, member), member]))
  const there = await store.find<{ key: string; grants: Grant[] }>(
    'people',
    { 'grants.body': body },
    { limit: 200, fields: { key: true, grants: true } },
  )
  for (const { key, grants } of there)
    for (const { id, body: at, until } of grants)
      if (at === body && id && until === undefined && !places.has(id))
        await store.change('people', { key, 'grants.id': id }, { 'grants.$.until': now })
  for (const [id, { key }] of places)
    await store.change(
      'people',
      { key, 'grants.id': _.neq(id) },
      { grants: _.push([{ id, role: 'staff', body, from: now, by: fund._id }]) },
    )
}

/** The same in the street's register, where it keeps one. */
const register = (fund: Fund, { store, now }: At): Promise<void> =>
  configure(store, fund.street, (settings) => {
    if (!settings.posts) return settings
    const body = fundBodyId(fund._id)
    const places = staying(fund).map(
      (member): Post => ({
        id: postIdOf(fund._id, member),
        key: member.key,
        name: member.name,
        role: 'staff',
        body,
        from: member.at,
      }),
    )
    const isGone = (post: Post) =>
      post.body === body && post.until === undefined && !places.some(({ id }) => id === post.id)
    const kept = settings.posts.map((post) => (isGone(post) ? { ...post, until: now } : post))
    const added = places.filter(({ id }) => !kept.some((post) => post.id === id))
    return { ...settings, posts: [...kept, ...added] }
  })

export async function apply(fund: Fund, at: At): Promise<void> {
  const { store, now } = at
  const { _ } = store
  const { _id, street, area, within, title, body, lead = '' } = fund
  const committee = fundBodyId(_id)
  if (fund.status === 'ended')
    await store.change('bodies', { _id: committee, endedAt: _.exists(false) }, { endedAt: now })
  else {
    const { purpose, purposes } = body
    const of = { kind: 'fund', id: _id }
    const book = { _id: bookIdOf('fund', _id), street, area, within, of, title, purpose, purposes, host: lead }
    await openBook(store, { ...book, at: body.foundedAt ?? now })
    await store.add('bodies', { _id: committee, street, area, type: 'fund', name: `${title}管委会` })
  }
  await seat(fund, at)
  await register(fund, at)
  forgetStreets()
}

// Delivering what a change has recorded in its own document: each recipient's inbox, unread count and, where accepted, one WeChat
// message. Ids are deterministic, so that delivering twice tells nobody twice.
import type { Matter, Tell } from '../api/core/matter'
import type { Person } from '../api/core/person'
import { liveGrants, type Token } from '../api/core/roles'
import type { Store } from '../api/core/store'
import type { Messenger } from './messenger'

const template = () => process.env.TEMPLATE_PROGRESS ?? 'progress'
const recipientsMax = 200

/** The people behind a token: one person, a body's staff, or the holders of a post. */
async function peopleOf(token: Token, store: Store, now: number): Promise<Person[]> {
  const { _ } = store
  if (token.startsWith('person:'))
    return store.find<Person>('people', { key: token.slice('person:'.length) }, { limit: 1 })
  if (token.startsWith('body:')) {
    const body = token.slice('body:'.length)
    const found = await store.find<Person>('people', { 'grants.body': body }, { limit: recipientsMax })
    return found.filter(({ grants }) => liveGrants(grants, now).some((grant) => grant.body === body))
  }
  const [role = '', area = ''] = token.split('@')
  const found = await store.find<Person>(
    'people',
    { 'grants.role': role, 'grants.area': area },
    { limit: recipientsMax },
  )
  return found.filter(({ grants }) =>
    liveGrants(grants, now).some((grant) => grant.role === role && grant.area === area),
  )
}

async function tellOne(
  person: Person,
  tell: Tell,
  matter: Telling,
  store: Store,
  messenger: Messenger,
  now: number,
): Promise<void> {
  // Nobody reads the inbox of a person without a phone; whoever helps them is told beside them.
  if (person.noPhone) return
  const { _ } = store
  const notice = {
    _id: `${(tell.roster && matter.activity) || matter._id}_${tell.n}_${person.key}`,
    person: person.key,
    text: tell.text,
    at: now,
    matter: matter.activity ?? matter._id,
    read: false,
  }
  if ((await store.add('inbox', notice)) === 'duplicate') return
  await store.change('people', { _id: person._id }, { unread: _.inc(1) })
  const accepted = `accepts.${template()}`
  if ((person.accepts[template()] ?? 0) < 1) return
  if ((await store.change('people', { _id: person._id, [accepted]: _.gt(0) }, { [accepted]: _.inc(-1) })) !== 1) return
  await messenger.remind(person._id, template(), `pages/matter/matter?id=${matter.activity ?? matter._id}`, {
    text: tell.text,
    no: matter.no,
  })
}

/** What a document must have to tell something: a matter, or a shift, whose notices lead to its activity. */
type Telling = Pick<Matter, '_id' | 'no' | 'trace' | 'unsent'> & {
  activity?: string
  people?: string[]
  roster?: Record<string, { helper?: string }>
}

/** Those named; for a whole roster everybody who has a place or waits, and who helps them. */
function tokensIn(tell: Tell, { people = [], roster = {} }: Telling): Token[] {
  if (!tell.roster) return tell.to
  const all = people.flatMap((key) => [key, roster[key]?.helper ?? key])
  return [...tell.to, ...new Set(all.map((key): Token => `person:${key}`))]
}

/** Everything that one document still has to tell. The person who acted is not told of it. */
export async function deliver(
  id: string,
  store: Store,
  messenger: Messenger,
  now: number,
  collection: 'matters' | 'shifts' = 'matters',
): Promise<number> {
  const matter = await store.get<Telling>(collection, id)
  if (!matter?.unsent.length) return 0
  for (const tell of matter.unsent) {
    const actor = matter.trace[tell.n - 1]?.by
    const told = new Set<string>()
    for (const token of tokensIn(tell, matter)) {
      for (const person of await peopleOf(token, store, now)) {
        if (person.key === actor || told.has(person.key)) continue
        told.add(person.key)
        await tellOne(person, tell, matter, store, messenger, now)
      }
    }
  }
  const { _ } = store
  await store.change(collection, { _id: id }, { unsent: _.pull({ n: _.in(matter.unsent.map(({ n }) => n)) }) })
  return matter.unsent.length
}

/** What a nudge did not reach: the function died, or WeChat did not answer. */
export async function deliverLeft(store: Store, messenger: Messenger, now: number): Promise<number> {
  const { _ } = store
  let told = 0
  for (const collection of ['matters', 'shifts'] as const) {
    const left = await store.find<{ _id: string }>(
      collection,
      { 'unsent.n': _.gt(0) },
      { limit: 50, fields: { _id: true } },
    )
    for (const { _id } of left) told += await deliver(_id, store, messenger, now, collection)
  }
  return told
}

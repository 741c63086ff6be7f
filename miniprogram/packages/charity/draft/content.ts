// The draft of a campaign as the form holds it, and as the server takes and gives it. A type sends exactly its own fields; what is missing or
// wrong is said by the server.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { newId } from '../../../lib/ids'

export type Drafting = Awaited<ReturnType<Call<Api['giving']['drafting']>>>
type Input = Parameters<Call<Api['giving']['draft']>>[0]
type Content = Omit<Input, 'id' | 'area' | 'host'>

export const blankThing = () => ({ name: '', quantity: '', unit: '' })
export type Thing = ReturnType<typeof blankThing>

export const blank = () => ({
  id: newId(),
  /** Of the saved draft this began from; 0: not saved yet. */
  version: 0,
  area: '',
  host: '',
  type: '',
  title: '',
  words: '',
  purpose: '',
  photos: [] as string[],
  goal: '',
  endsOn: '',
  planNo: '',
  platformUrl: '',
  contact: '',
  query: '',
  /** Codes as they are typed; empty leaves the list as it is. */
  members: '',
  /** The decision of the residents: a plan in the app, or the words of the minutes. */
  by: 'plan' as 'plan' | 'minutes',
  plan: '',
  decidedNo: '',
  decidedTitle: '',
  decidedOn: '',
  minutes: '',
  wanted: [blankThing()],
  fund: '',
  need: '',
})
export type Draft = ReturnType<typeof blank>

/** Which gate of publishing a field of the draft belongs to. */
export const gateOf: Partial<Record<keyof Draft, string>> = {
  purpose: 'purpose',
  goal: 'goal',
  planNo: 'plan',
  platformUrl: 'platform',
  contact: 'contact',
  query: 'query',
  members: 'members',
  by: 'resolution',
  plan: 'resolution',
  decidedNo: 'resolution',
  decidedTitle: 'resolution',
  decidedOn: 'resolution',
  minutes: 'resolution',
  wanted: 'wanted',
  fund: 'fund',
}

/** `asked` are the gates of the chosen type: a field that belongs to another type is kept on the phone and not sent. */
export function contentOf(draft: Draft, asked: Record<string, boolean>): Content {
  const { by, plan, decidedNo, decidedTitle, decidedOn, minutes, need, fund, goal } = draft
  const written = {
    no: decidedNo,
    title: decidedTitle,
    ...(decidedOn && { on: decidedOn }),
    ...(minutes && { photo: minutes }),
  }
  const things = draft.wanted.filter(({ name, quantity, unit }) => name || quantity || unit)
  return {
    type: draft.type as Input['type'],
    title: draft.title,
    words: draft.words,
    purpose: draft.purpose,
    photos: draft.photos,
    endsOn: draft.endsOn,
    contact: draft.contact,
    query: draft.query,
    ...(asked.goal && { goal }),
    ...(asked.plan && { planNo: draft.planNo }),
    ...(asked.platform && { platformUrl: draft.platformUrl }),
    ...(asked.members && { members: draft.members.split(/[\s,，、;；]+/).filter(Boolean) }),
    ...(asked.resolution && { resolution: by === 'minutes' ? written : plan ? { plan } : undefined }),
    ...(asked.wanted && { wanted: things.map((thing) => ({ ...thing, quantity: Number(thing.quantity) })) }),
    ...(asked.fund && fund && { fund }),
    ...(need && { need }),
  }
}

export function draftFrom(id: string, { area, host, version, content }: NonNullable<Drafting['draft']>): Draft {
  const { resolution, wanted = [], ...rest } = content
  const things = wanted.map((thing) => ({ ...thing, quantity: String(thing.quantity) }))
  return {
    ...blank(),
    ...rest,
    ...{ id, version, area, host },
    fund: rest.fund ?? '',
    need: rest.need ?? '',
    by: resolution && !resolution.plan ? 'minutes' : 'plan',
    plan: resolution?.plan ?? '',
    decidedNo: resolution?.no ?? '',
    decidedTitle: resolution?.title ?? '',
    decidedOn: resolution?.on ?? '',
    minutes: resolution?.photo ?? '',
    wanted: things.length ? things : [blankThing()],
  }
}

// Rules of submitting a need: what it looks like at first, what it may not ask for, and which other needs are like it. Pure.

import { within } from '../../core/areas'
import type { Matter } from '../../core/matter'
import type { Person } from '../../core/person'
import { settle } from '../../core/settle'
import { communityBody, periodAt } from '../../core/street'
import { nextEvent } from '../../core/trace'
import type { RuleCtx } from '../../core/workflow'
import { categoryRows } from './categories'
import { responseDue } from './deadlines'
import { consents, type NeedBody, type NeedInput } from './document'
import { needKind } from './kind'

/** The author of what came from a hotline file: a key that no person has. */
export const hotlineKey = 'hotline'

const bigrams = (text: string): Set<string> => {
  const letters = [...text.replace(/[\s\p{P}]/gu, '')]
  return new Set(letters.length < 2 ? letters : letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))
}

/** How alike two titles are, 0 to 1: shared letter pairs over the shorter one's. */
export function likeness(a: string, b: string): number {
  const [left, right] = [bigrams(a), bigrams(b)]
  const shared = [...left].filter((pair) => right.has(pair)).length
  return shared === 0 ? 0 : shared / Math.min(left.size, right.size)
}

type DraftCtx = { person: Pick<Person, 'key' | 'name' | 'phone'>; number: number; year: number; rule: RuleCtx }

/** The first document of a need, with its first event. 首接负责: the community's 居民委员会 leads from the start. */
export function draftOf(
  input: NeedInput,
  { person, number, year, rule }: DraftCtx,
  imported?: { originNo: string; at: number },
): Matter {
  const { street, now } = rule
  const at = imported?.at ?? now
  const proxy = input.onBehalfOf
  const period = periodAt(street, input.area, now)
  const body: NeedBody = {
    words: input.words,
    photos: input.photos,
    category: input.category,
    urgency: input.urgency,
    scope: input.scope,
    visibility: input.visibility,
    anonymous: input.anonymous,
    source: imported ? 'import' : proxy ? 'proxy' : 'phone',
    askedBy: proxy?.name ?? person.name,
    hasPhone: proxy ? proxy.phone !== undefined : person.phone !== undefined,
    responseDueAt: responseDue(now, period === 'emergency' ? 'urgent' : input.urgency),
    disputes: 0,
    extensions: 0,
    redoCount: 0,
    appealed: false,
    ...(imported && { originNo: imported.originNo }),
  }
  const lead = communityBody(street, input.area, 'committee')?._id
  const first: Matter = {
    _id: input.id,
    schema: 1,
    kind: 'need',
    no: `${street.name}-${year}-${String(number).padStart(5, '0')}`,
    street: street.path,
    area: input.area,
    within: within(input.area),
    space: categoryRows[input.category].space,
    period,
    title: input.title,
    // Whoever wrote to the hotline is nobody here: who imports it records it, and is not its author.
    author: imported ? hotlineKey : person.key,
    ...(imported && { recorder: person.key }),
    ...(proxy && {
      recorder: person.key,
      onBehalfOf: {
        name: proxy.name,
        ...(proxy.phone && { phone: proxy.phone }),
        consent: proxy.consent as keyof typeof consents,
        at: now,
      },
    }),
    ...(lead && { lead }),
    assists: [],
    status: 'submitted',
    class: 'open',
    turn: [],
    concern: [],
    dueAt: null,
    lateCount: 0,
    pending: null,
    objections: [],
    version: 1,
    movedAt: now,
    at,
    trace: [],
    unsent: [],
    beside: { supporters: [], supportCount: 0, check: imported ? 'pass' : 'waiting' },
    body: body as unknown as Record<string, unknown>,
  }
  const matter = settle(needKind, first, rule)
  const event = {
    at: now,
    by: person.key,
    as: proxy || imported ? ('recorder' as const) : ('author' as const),
    action: 'submit',
    from: 'submitted',
    to: 'submitted',
  }
  const said = imported
    ? `导入，原编号 ${imported.originNo}`
    : proxy
      ? `代办，${consents[proxy.consent as keyof typeof consents]}`
      : undefined
  const committee = matter.turn.length ? [{ n: 1, to: matter.turn, text: `新诉求：${input.title}` }] : []
  return {
    ...matter,
    trace: [nextEvent(matter._id, [], { ...event, ...(said && { said }) }, matter)],
    unsent: imported ? [] : committee,
  }
}

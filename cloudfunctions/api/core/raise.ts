// Raising a matter by a form: who may, where, what is filled in, and its first document with its first events. Needs have a door of
// their own because residents raise them; everything else that committees and the street decide comes through here.
import { type AnyKind, take } from './act'
import { ancestorAt, covers, levelOf, type Path, within } from './areas'
import { type Ctx, fieldsOf } from './endpoint'
import { problems, refuse } from './errors'
import { numberOf } from './first'
import { kindOf } from './kinds'
import type { Matter } from './matter'
import { type Seen, showMatter } from './matters'
import type { Actor } from './roles'
import { routes } from './routes'
import { settle } from './settle'
import { communityBody, periodAt, type Street } from './street'
import { nextEvent } from './trace'
import type { MatterView } from './view'
import type { Raise, RuleCtx } from './workflow'

/** May this actor raise it about this area? A post over the area, or over what lies above it. */
export const mayRaise = ({ by, levels }: Raise, area: Path, { grants }: Pick<Actor, 'grants'>): boolean => {
  const level = levelOf(area)
  return (
    level !== undefined &&
    levels.includes(level) &&
    grants.some((grant) => grant.area && (by as readonly string[]).includes(grant.role) && covers(grant.area, area))
  )
}

type Asked = { id: string; kind: string; way: string; area: Path; values: Record<string, unknown> }

/** The way to raise, for a caller who may use it there; refuses with what stands in the way. */
export async function wayFor({ kind: name, way: wayName, area }: Omit<Asked, 'id' | 'values'>, ctx: Ctx) {
  const { actor, key } = await ctx.member()
  const kind = kindOf(name)
  const way = kind.raises && Object.hasOwn(kind.raises, wayName) ? kind.raises[wayName] : undefined
  if (!way) return refuse(problems.ACTION_UNKNOWN)
  const path = ancestorAt(area, 'street')
  const street = path ? await ctx.street(path) : undefined
  if (!street?.areas.has(area))
    return refuse(problems.AREA_UNKNOWN, { fields: { area: problems.AREA_UNKNOWN.message } })
  if (!mayRaise(way, area, actor)) return refuse(problems.NOT_PERMITTED)
  const rule: RuleCtx = { actor, now: ctx.now, street }
  return { kind, way, street, rule, key }
}

function bare(id: string, kind: AnyKind, way: Raise, no: string, area: Path, street: Street, rule: RuleCtx): Matter {
  return {
    _id: id,
    schema: 1,
    kind: kind.name,
    no,
    street: street.path,
    area,
    within: within(area),
    period: periodAt(street, area, rule.now),
    title: '',
    author: rule.actor.key,
    assists: [],
    status: way.status,
    class: 'open',
    turn: [],
    concern: [],
    dueAt: null,
    lateCount: 0,
    pending: null,
    objections: [],
    version: 1,
    movedAt: rule.now,
    at: rule.now,
    trace: [],
    unsent: [],
    beside: { supporters: [], supportCount: 0, check: 'pass' },
    body: {},
  }
}

/** Raises one; the same id again is answered from what was kept. Three SDK calls, and those of the way's own look-up. */
export async function raise(asked: Asked, ctx: Ctx): Promise<MatterView> {
  const { kind, way, street, rule, key } = await wayFor(asked, ctx)
  const at = { store: ctx.store, now: ctx.now, street }
  const values = way.lookUp ? await way.lookUp(asked.values, asked.area, at) : asked.values
  const parsed = way.patch.safeParse(values)
  if (!parsed.success) {
    const fields = Object.entries(fieldsOf(parsed.error)).map(([path, text]) => [`patch.${path}`, text])
    return refuse(problems.INPUT_INVALID, { fields: Object.fromEntries(fields) })
  }
  const { said, ...raised } = way.draft(parsed.data, asked.area, rule)
  const no = numberOf(kind, asked.id, rule)
  const area = raised.area ?? asked.area
  const lead = raised.lead ?? communityBody(street, area, 'committee')?._id
  const isPublic = raised.body.visibility === 'public'
  const base = bare(asked.id, kind, way, no, area, street, rule)
  const first = settle(
    kind,
    {
      ...base,
      ...raised,
      area,
      ...(kind.coordinated && lead && { lead }),
      beside: { ...base.beside, check: isPublic ? 'waiting' : 'pass' },
    },
    rule,
  )
  const event = {
    at: ctx.now,
    by: key,
    as: 'author' as const,
    action: 'raise',
    from: way.status,
    to: way.status,
    ...(said && { said }),
  }
  const drafted = { ...first, trace: [nextEvent(asked.id, [], event, first)] }
  const words = String(raised.body.words ?? '')
  const matter = way.then
    ? take(kind, drafted, { action: way.then, note: words, patch: {} }, rule, routes).matter
    : drafted
  const added = await ctx.store.add('matters', matter)
  const kept =
    added === 'added' ? matter : ((await ctx.store.get<Matter>('matters', asked.id)) ?? refuse(problems.MATTER_MISSING))
  if (kept.author !== key) return refuse(problems.STATE_CHANGED)
  if (added === 'added') ctx.store.nudge('wechat', isPublic ? { check: asked.id } : { deliver: asked.id })
  return showMatter({ matter: kept, street, rule } satisfies Seen)
}

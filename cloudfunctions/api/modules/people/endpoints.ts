// The door for a person's own things: who am I, choosing one's building, the phone number, one's data, and the inbox.
import * as z from 'zod'
import { ancestorAt, isPath } from '../../core/areas'
import { sayFully } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import { page } from '../../core/matters'
import { hasDoneNothing, maskPhone, type Person } from '../../core/person'
import { placeOf } from '../../core/place'
import { type AreaRole, areaRoles, liveGrants } from '../../core/roles'
import { declaredAt } from '../../core/settings'
import { newId } from '../../core/store'
import { areaName, type BodyType, bodyName, isArea, placeName, type Street } from '../../core/street'
import { MatterCard, Wait } from '../../core/view'
import { waitsFor } from '../../core/waits'
import { sayHours } from '../volunteers/hours'
import { Name, Phone, purposes } from './document'
import { notices } from './notices'
import { privacy } from './privacy'

const Place = z.object({ street: z.string(), community: z.string(), name: z.string() })
const Post = z.object({ role: z.string(), label: z.string(), area: z.string(), areaName: z.string() })
const Me = z.object({
  registered: z.boolean(),
  name: z.string(),
  street: z.string().optional(),
  streetName: z.string().optional(),
  community: z.string().optional(),
  communityName: z.string().optional(),
  building: z.string().optional(),
  buildingName: z.string().optional(),
  /** 138****1234. */
  phone: z.string().optional(),
  /** What the person shows to be appointed. */
  code: z.string().optional(),
  /** 2 小时，1 次: confirmed volunteering. */
  served: z.string().optional(),
  /** What was done without a phone may still be joined to this account: how. */
  joinHint: z.string().optional(),
  posts: z.array(Post),
  /** Pages for staff are offered by these, never guessed from roles on the phone. */
  desk: z.enum(['none', 'community', 'street', 'body']),
  mayProxy: z.boolean(),
  mayImport: z.boolean(),
  /** 财务台: works for a charity. */
  mayBook: z.boolean(),
  /** 物资间: keeps or oversees one. */
  mayStore: z.boolean(),
  /** May raise a campaign somewhere. */
  mayCampaign: z.boolean(),
  /** The place the person is on duty for: where its organisation and plans are looked up. */
  dutyArea: z.string().optional(),
  /** 非常规 where the person lives or works. */
  emergency: z.object({ id: z.string(), text: z.string() }).optional(),
  unread: z.number(),
  privacy: z.object({ purpose: z.string(), version: z.number(), words: z.string(), agreed: z.boolean() }),
})
type MeView = z.input<typeof Me>

const joinHint =
  '以前没有手机、由社区登记过志愿服务的，请先把“我的”里的编号给社区工作人员看，并入原来的时长，再办别的事'

const guest: MeView = {
  registered: false,
  name: '',
  posts: [],
  desk: 'none',
  mayProxy: false,
  mayImport: false,
  mayBook: false,
  mayStore: false,
  mayCampaign: false,
  unread: 0,
  joinHint,
  privacy: { purpose: 'handling', version: purposes.handling.version, words: purposes.handling.words, agreed: false },
}

function postsOf(person: Person, street: Street | undefined, now: number) {
  return liveGrants(person.grants, now).map(({ role, area, body }) => ({
    role,
    label: role === 'staff' ? (street && body ? bodyName(street, body) : '单位') : areaRoles[role].label,
    area: area ?? '',
    areaName: street && area ? areaName(street, area) : '',
  }))
}

const deskOf = (roles: (AreaRole | 'staff')[]): MeView['desk'] =>
  roles.some((role) => role === 'officer' || role === 'director')
    ? 'street'
    : roles.some((role) => role !== 'staff' && role !== 'socialWorker')
      ? 'community'
      : roles.includes('staff')
        ? 'body'
        : 'none'

/** The widest place a person holds a post over; the place of their body before nothing. */
function dutyAreaOf(person: Person, street: Street | undefined, now: number): string | undefined {
  const grants = liveGrants(person.grants, now)
  const areas = grants.flatMap(({ area }) => (area ? [area] : [])).sort((a, b) => a.length - b.length)
  const body = grants.find((grant) => grant.body)?.body
  return areas[0] ?? (body ? street?.bodies.get(body)?.area : undefined)
}

function emergencyOf(person: Person, street: Street | undefined, now: number) {
  const area = person.building ?? dutyAreaOf(person, street, now) ?? street?.path
  const one = street && area ? declaredAt(street.settings, area, now) : undefined
  return one && street
    ? {
        id: one.id,
        text: `${areaName(street, one.area)}非常规时期，到 ${sayFully(one.until).slice(0, -6)}（${one.docNo}）`,
      }
    : undefined
}

/** What volunteering keeps in the person's own document, and the way there for who has none yet. */
function volunteeringOf(person: Person & { volunteer?: Serving }): Pick<MeView, 'served' | 'joinHint'> {
  const { totals, agenda } = person.volunteer ?? {}
  if (totals?.count) return { served: `${sayHours(totals.minutes)}，${totals.count} 次` }
  return hasDoneNothing(person) && !agenda?.length ? { joinHint } : {}
}
type Serving = { totals?: { minutes: number; count: number }; agenda?: unknown[] }

/** Posts whose holders are offered the form of a campaign; the form itself judges where and with whom. */
const campaigners: readonly (AreaRole | 'staff')[] = ['clerk', 'secretary', 'socialWorker', 'officer', 'director']

function meOf(person: Person, street: Street | undefined, now: number): MeView {
  const roles = liveGrants(person.grants, now).map(({ role }) => role)
  const community = person.building && ancestorAt(person.building, 'community')
  const agreed = person.consents.some(
    ({ purpose, version, withdrawnAt }) =>
      purpose === 'handling' && version === purposes.handling.version && !withdrawnAt,
  )
  const worksFor = (types: readonly BodyType[]): boolean =>
    liveGrants(person.grants, now).some(({ body = '' }) => {
      const one = street?.bodies.get(body)
      return one !== undefined && one.endedAt === undefined && types.includes(one.type)
    })
  const named = street && community ? { community, communityName: areaName(street, community) } : {}
  return {
    registered: person.building !== undefined || roles.length > 0,
    name: person.name,
    street: person.street,
    streetName: street?.name,
    ...named,
    building: person.building,
    buildingName: street && person.building ? placeName(street, person.building) : undefined,
    phone: person.phone && maskPhone(person.phone),
    code: person.code,
    ...volunteeringOf(person),
    posts: postsOf(person, street, now),
    desk: deskOf(roles),
    mayProxy: roles.some((role) => role !== 'staff'),
    mayImport: roles.includes('clerk'),
    mayBook: worksFor(['charity']),
    mayCampaign: roles.some((role) => campaigners.includes(role)) || worksFor(['charity']),
    mayStore: roles.some((role) => role === 'clerk' || role === 'socialWorker') || worksFor(['committee', 'charity']),
    dutyArea: dutyAreaOf(person, street, now),
    emergency: emergencyOf(person, street, now),
    unread: person.unread,
    privacy: { ...guest.privacy, agreed },
  }
}

export const people = {
  me: endpoint({
    who: 'guest',
    about: '查看我的身份',
    input: z.strictObject({}),
    output: Me,
    async run(_input, ctx) {
      const person = await ctx.person()
      if (!person) return guest
      return meOf(person, person.street ? await ctx.store.street(person.street, ctx.now) : undefined, ctx.now)
    },
  }),

  /** What the first screen shows of a person, in one call: who, where, and what waits for them. */
  home: endpoint({
    who: 'guest',
    about: '查看首页：我的身份、所在社区、需要我办的事',
    input: z.strictObject({}),
    output: z.object({ me: Me, place: Place.optional(), waiting: z.array(MatterCard), waits: z.array(Wait) }),
    async run(_input, ctx) {
      const { person, street, place } = await placeOf(ctx)
      const me = person ? meOf(person, street, ctx.now) : guest
      if (!person || !street || !me.registered) return { me, place, waiting: [], waits: [] }
      const { actor } = await ctx.member()
      const turn = { street: street.path, turn: ctx.store._.in(actor.tokens) }
      const [{ cards }, waits] = await Promise.all([
        page(ctx, turn, { key: 'dueAt', direction: 'asc', actor }),
        waitsFor(person, ctx),
      ])
      return { me, place, waiting: cards.slice(0, 3), waits }
    },
  }),

  register: endpoint({
    who: 'guest',
    writes: 'own',
    about: '选择楼栋，同意隐私说明',
    input: z.strictObject({
      building: z.string('请选择您居住的楼栋').max(160).refine(isPath, '请选择您居住的楼栋'),
      name: Name,
      phone: Phone.optional(),
      privacyVersion: z.literal(purposes.handling.version, '请阅读并同意隐私说明'),
    }),
    output: Me,
    async run({ building, name, phone }, ctx) {
      const path = ancestorAt(building, 'street')
      const street = path ? await ctx.store.street(path, ctx.now) : undefined
      if (!street || !isArea(street, building, 'building'))
        return refuse(problems.INPUT_INVALID, { fields: { building: '请选择您居住的楼栋' } })
      const consent = { purpose: 'handling', version: purposes.handling.version, at: ctx.now }
      const known = await ctx.person()
      if (known) {
        const change = {
          name,
          building,
          street: street.path,
          consents: [...known.consents.filter(({ purpose }) => purpose !== 'handling'), consent],
          ...(phone && { phone }),
        }
        await ctx.store.change('people', { _id: ctx.openid }, change)
        return meOf({ ...known, ...change }, street, ctx.now)
      }
      const person: Person = {
        _id: ctx.openid,
        schema: 1,
        key: `p${newId()}`,
        code: newId().slice(0, 8).toUpperCase(),
        name,
        street: street.path,
        building,
        ...(phone && { phone }),
        grants: [],
        consents: [consent],
        accepts: {},
        unread: 0,
        at: ctx.now,
      }
      const added = await ctx.store.add('people', person)
      const kept = added === 'duplicate' ? ((await ctx.store.get<Person>('people', ctx.openid)) ?? person) : person
      return meOf(kept, street, ctx.now)
    },
  }),

  setPhone: endpoint({
    who: 'member',
    writes: 'own',
    about: '填写或删除我的手机号',
    input: z.strictObject({ phone: Phone.nullable() }),
    output: Me,
    async run({ phone }, ctx) {
      const person = await ctx.member()
      const { _ } = ctx.store
      await ctx.store.change('people', { _id: ctx.openid }, { phone: phone ?? _.remove() })
      const street = person.street ? await ctx.store.street(person.street, ctx.now) : undefined
      return meOf({ ...person, phone: phone ?? undefined }, street, ctx.now)
    },
  }),

  ...notices,
  ...privacy,
}

// The door for a volunteer's own profile: exactly the fields of 67号令 5, all but the birth date optional, the ID number sealed.
import * as z from 'zod'
import { onOf, startOf } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import type { Store } from '../../../core/store'
import { ageRule, youngestAge } from '../ages'
import { skills } from '../classes'
import { PolicyInput, SkillKey } from '../document'
import { ageAt, type Pass, type Volunteer } from '../pass'
import { problems } from '../problems'
import { seal } from '../sealed'

const words = (what: string, most: number) =>
  z.string(`请填写${what}`).trim().max(most, `${what}请控制在 ${most} 字以内`)
const few = (what: string) =>
  z
    .array(words(what, 20).min(1, `请填写${what}`))
    .max(8, `${what}最多 8 项`)
    .default([])

export const BornOn = z
  .string('请选择出生日期')
  .regex(/^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '请选择出生日期')
  // The calendar is asked as well: there is no 30 February.
  .refine((on) => !Number.isNaN(startOf(on)) && onOf(startOf(on)) === on, '请选择出生日期')

export const Guardian = z.strictObject({
  name: words('监护人姓名', 20).min(1, '请填写监护人姓名'),
  phone: z.string('请填写监护人电话').regex(/^1\d{10}$/, '请填写监护人电话'),
  consents: z.literal(true, '请由监护人确认同意'),
})

const ProfileInput = z.strictObject({
  bornOn: BornOn,
  sex: z.enum(['female', 'male'], '请选择性别').optional(),
  /** Absent: kept as it is; empty: deleted. */
  idNumber: z
    .string('请填写证件号码')
    .regex(/^(\d{17}[\dX])?$/, '请填写 18 位身份证号码，或留空')
    .optional(),
  home: words('居住区域', 60).optional(),
  contact: z
    .string('请填写联系电话')
    .regex(/^1\d{10}$/, '请填写 11 位手机号')
    .optional(),
  skills: z.array(SkillKey).max(15, '技能最多 15 项').default([]),
  otherSkills: words('其他技能', 60).default(''),
  services: few('服务类别'),
  languages: few('语言'),
  times: few('可服务时间'),
  guardian: Guardian.optional(),
  policies: z.array(PolicyInput).max(5, '保险最多 5 份').default([]),
})

const ProfileView = z.object({
  exists: z.boolean(),
  bornOn: z.string(),
  age: z.number(),
  /** What this age may do, in words. */
  may: z.string(),
  sex: z.string().optional(),
  /** ****1234; the whole number is for certificate, insurance and export only. */
  idMasked: z.string().optional(),
  home: z.string().optional(),
  contact: z.string().optional(),
  skills: z.array(z.string()),
  skillLabels: z.array(z.string()),
  otherSkills: z.string(),
  services: z.array(z.string()),
  languages: z.array(z.string()),
  times: z.array(z.string()),
  guardian: z.object({ name: z.string(), phone: z.string(), on: z.string() }).optional(),
  policies: z.array(z.object({ insurer: z.string(), no: z.string(), until: z.number(), valid: z.boolean() })),
  trained: z.array(z.object({ course: z.string(), until: z.string(), valid: z.boolean() })),
})

const none: z.input<typeof ProfileView> = {
  exists: false,
  bornOn: '',
  age: 0,
  may: '',
  skills: [],
  skillLabels: [],
  otherSkills: '',
  services: [],
  languages: [],
  times: [],
  policies: [],
  trained: [],
}

function show(pass: Pass | undefined, now: number): z.input<typeof ProfileView> {
  if (!pass) return none
  const { idSealed, guardian, home, contact, sex } = pass
  return {
    exists: true,
    bornOn: pass.bornOn,
    age: ageAt(pass.bornOn, now),
    may: ageRule(ageAt(pass.bornOn, now))?.words ?? '',
    ...(sex && { sex }),
    ...(idSealed && { idMasked: `**************${idSealed.last}` }),
    ...(home && { home }),
    ...(contact && { contact }),
    skills: pass.skills,
    skillLabels: pass.skills.map((skill) => skills[skill as keyof typeof skills] ?? skill),
    otherSkills: pass.otherSkills,
    services: pass.services,
    languages: pass.languages,
    times: pass.times,
    ...(guardian && { guardian: { name: guardian.name, phone: guardian.phone, on: onOf(guardian.at) } }),
    policies: pass.policies.map((policy) => ({ ...policy, valid: policy.until > now })),
    trained: pass.trained.map(({ course, until }) => ({ course, until: onOf(until), valid: until > now })),
  }
}

const own = [
  'bornOn',
  'sex',
  'idSealed',
  'home',
  'contact',
  'skills',
  'otherSkills',
  'services',
  'languages',
  'times',
  'guardian',
  'policies',
  'at',
] as const

/** What the person fills in, whole; sums and training are the timer's and are left as they are. */
const ownFields = (pass: Pass, { _ }: Store) => ({
  ...Object.fromEntries(
    own.map((field) => [`volunteer.${field}`, pass[field] === undefined ? _.remove() : _.set(pass[field])]),
  ),
  'volunteer.version': _.inc(1),
})

export const profile = {
  profile: endpoint({
    who: 'member',
    about: '查看我的志愿者资料',
    input: z.strictObject({}),
    output: ProfileView,
    run: async (_input, ctx) => show(((await ctx.member()) as Volunteer).volunteer, ctx.now),
  }),

  saveProfile: endpoint({
    who: 'member',
    writes: 'own',
    about: '填写我的志愿者资料',
    input: ProfileInput,
    output: ProfileView,
    async run({ idNumber, guardian, ...input }, ctx) {
      const person = (await ctx.member()) as Volunteer
      const { _ } = ctx.store
      const age = ageAt(input.bornOn, ctx.now)
      if (age < youngestAge)
        return refuse(coreProblems.INPUT_INVALID, { fields: { bornOn: '年满 6 岁可以登记，请核对出生日期' } })
      const known = person.volunteer
      const kept = guardian ? { name: guardian.name, phone: guardian.phone, at: ctx.now } : known?.guardian
      if (ageRule(age)?.guardian && !kept)
        return refuse(problems.SHIFT_GUARDIAN_MISSING, { fields: { guardian: '请填写监护人，并由监护人确认同意' } })
      const idSealed = idNumber ? seal(idNumber, person.key) : idNumber === '' ? undefined : known?.idSealed
      const pass: Pass = {
        ...input,
        version: (known?.version ?? 0) + 1,
        ...(idSealed && { idSealed }),
        ...(kept && { guardian: kept }),
        trained: known?.trained ?? [],
        agenda: known?.agenda ?? [],
        ...(known?.totals && { totals: known.totals }),
        at: ctx.now,
      }
      const where = { _id: person._id, 'volunteer.version': known ? known.version : _.exists(false) }
      if (
        (await ctx.store.change('people', where, known ? ownFields(pass, ctx.store) : { volunteer: _.set(pass) })) !== 1
      )
        return refuse(coreProblems.STATE_CHANGED)
      return show(pass, ctx.now)
    },
  }),
}

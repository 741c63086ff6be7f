// 慈善组织登记: the street verifies a charity's certificate, its right to raise money from the public, its platform and how to reach it; a
// second person agrees. It ends by itself on its date, and every rule on giving asks the street's settings whether it stands.
import * as z from 'zod'
import { dayMs, onOf, sayFully, startOf } from '../../core/clock'
import { afterWorkingDays } from '../../core/deadline'
import { type Problem, refuse } from '../../core/errors'
import type { FieldSpec } from '../../core/form'
import type { Matter } from '../../core/matter'
import { reminder } from '../../core/reminder'
import type { BodyId } from '../../core/roles'
import type { Street } from '../../core/street'
import { bodyName } from '../../core/street'
import type { Guard, Kind, Raise, Row } from '../../core/workflow'
import { follow } from './follow-charity'
import { charityProblems as problems } from './problems'
import { charityOf } from './standing'

/** What a certificate says; `until` is the end of its last day, epoch ms. */
export type Certificate = {
  certificateNo: string
  qualified: boolean
  until: number
  platform: string
  platformUrl: string
  contact: string
  query: string
}
export type CharityBody = Certificate & {
  body: BodyId
  words: string
  visibility: 'public'
  /** Certificates before this one, the newest last; at most twenty. */
  past: { certificateNo: string; until: number }[]
}
export type CharityMatter = Matter<CharityBody>
export type CharityStatus = 'proposed' | 'valid' | 'expired' | 'ended' | 'withdrawn'

const streetRoles = ['officer', 'director'] as const
const longest = 5 * 366 * dayMs
const warnMs = 30 * dayMs

const text = (what: string, least: number, most: number) =>
  z.string(`请填写${what}`).trim().min(least, `请填写${what}`).max(most, `${what}请控制在 ${most} 字以内`)
const url = z
  .string()
  .trim()
  .max(200, '网址请控制在 200 字以内')
  .refine((value) => value === '' || /^https:\/\/[\w.-]+(?:\/[^\s<>"']*)?$/.test(value), problems.CHARITY_URL.message)
  .default('')

const fields: FieldSpec[] = [
  { name: 'certificateNo', label: '统一社会信用代码', kind: 'text', required: true, max: 40 },
  { name: 'qualified', label: '有公开募捐资格', kind: 'yesNo', hint: '以民政部门发给的公开募捐资格证书为准' },
  { name: 'until', label: '有效期到', kind: 'date', required: true, hint: '到期后自动暂停接收认捐' },
  { name: 'platform', label: '指定的募捐平台', kind: 'text', max: 40, hint: '公开募捐只能在民政部指定的平台上进行' },
  { name: 'platformUrl', label: '平台网址', kind: 'text', max: 200 },
  { name: 'contact', label: '联系人与电话', kind: 'text', required: true, max: 60, hint: '公开，请写工作电话' },
  { name: 'query', label: '查询方式', kind: 'text', required: true, max: 100, hint: '例如：慈善中国查询，或到会查账' },
]
const shape = {
  certificateNo: text('统一社会信用代码', 6, 40),
  qualified: z
    .union([z.boolean(), z.enum(['yes', 'no'])], '请选择')
    .transform((value) => value === true || value === 'yes'),
  until: z
    .string('请选择有效期')
    .regex(/^\d{4}-\d\d-\d\d$/, '请选择有效期')
    .transform((on) => startOf(on) + dayMs)
    .refine(Number.isFinite, '请选择有效期'),
  platform: z.string().trim().max(40, '平台名称请控制在 40 字以内').default(''),
  platformUrl: url,
  contact: text('联系人与电话', 2, 60),
  query: text('查询方式', 2, 100),
}
const Renewal = z.strictObject(shape)
const Registration = z.strictObject({ body: text('慈善组织', 1, 60), ...shape })

const stop = (problem: Problem, field: string): never =>
  refuse(problem, { fields: { [`patch.${field}`]: problem.message } })

/** What stands in the way of a certificate as of now. */
function check({ until, qualified, platform, platformUrl }: Certificate, now: number): void {
  if (until <= now) stop(problems.CHARITY_OVER, 'until')
  if (until - now > longest) stop(problems.CHARITY_LONG, 'until')
  if (qualified && !(platform && platformUrl)) stop(problems.CHARITY_PLATFORM, 'platform')
}

const charitiesOf = (street: Street) =>
  [...street.bodies.values()].filter(({ type, endedAt }) => type === 'charity' && endedAt === undefined)

const notTwice: Guard<CharityBody> = [
  problems.CHARITY_REGISTERED,
  ({ _id, body }, { street, now }) => {
    const known = charityOf(street, body.body)
    return !known || known.matter === _id || known.until <= now
  },
]
const isAhead: Guard<CharityBody> = [problems.CHARITY_OVER, ({ body }, { now }) => body.until > now]
const isOver: Guard<CharityBody> = [problems.CHARITY_VALID, ({ body }, { now }) => body.until <= now]
const isNear: Guard<CharityBody> = [
  problems.CHARITY_VALID,
  ({ body, lateCount }, { now }) => lateCount === 0 && body.until - warnMs <= now,
]

// biome-ignore format: one row is one rule, read from left to right.
export const charityActions: Record<string, Row<CharityStatus, CharityBody>> = {
  verify: {
    label: '核验登记', told: '核验了登记', from: ['proposed'], to: 'valid', by: streetRoles, note: 'optional', tone: 'main',
    route: 'setting', guards: [isAhead, notTwice],
    tells: [{ whom: ['lead', 'officer'], text: '慈善组织登记已核验：{title}' }],
  },
  renew: {
    label: '续期或变更', told: '更新了登记', from: ['valid', 'expired'], to: 'valid', by: streetRoles, note: 'optional', tone: 'main',
    route: 'setting', fields, patch: Renewal,
    effect: ({ body }, patch: Certificate, { now }) => {
      check(patch, now)
      const past = [...body.past, { certificateNo: body.certificateNo, until: body.until }].slice(-20)
      return { body: { ...patch, past }, lateCount: 0, said: `有效期到 ${onOf(patch.until - 1)}` }
    },
    tells: [{ whom: ['lead', 'officer'], text: '慈善组织登记已更新：{title}。{said}' }],
  },
  end: {
    label: '注销登记', told: '注销了登记', from: ['valid', 'expired'], to: 'ended', by: streetRoles, note: 'required', tone: 'danger', route: 'setting',
    effect: (_charity, _patch, { now }) => ({ body: { until: now } }),
    tells: [{ whom: ['lead', 'officer'], text: '慈善组织登记已注销：{title}。{note}' }],
  },
  withdraw: { label: '撤回登记', told: '撤回了登记', from: ['proposed'], to: 'withdrawn', by: ['author', 'director'], note: 'none', tone: 'danger' },
  expire: {
    label: '到期', told: '登记到期，募集暂停', from: ['valid'], to: 'expired', by: ['system'], note: 'none', guards: [isOver], whilePending: true,
    tells: [{ whom: ['lead', 'officer'], text: '慈善组织登记已到期，募集已暂停：{title}' }],
  },
  remindExpiry: {
    label: '临期提醒', told: '提醒登记快到期', from: ['valid'], to: 'same', by: ['system'], note: 'none', guards: [isNear],
    effect: ({ lateCount }) => ({ lateCount: lateCount + 1 }),
    tells: [{ whom: ['lead', 'officer'], text: '慈善组织登记三十天内到期，请办理续期：{title}' }],
  },
  remindLate: reminder(['proposed', 'expired'], streetRoles),
}

const register: Raise = {
  label: '登记慈善组织',
  about: '核验证书、公开募捐资格与指定平台，登记后才能接收捐赠；到期自动暂停',
  by: streetRoles,
  levels: ['street'],
  fields: (_area, { street }) => [
    {
      name: 'body',
      label: '哪家慈善组织',
      kind: 'choice',
      required: true,
      hint: '名单里没有的，请先添加单位',
      options: charitiesOf(street).map(({ _id, name }) => ({ value: _id, label: name })),
    },
    ...fields,
  ],
  patch: Registration,
  draft({ body, ...certificate }: Certificate & { body: BodyId }, _area, { street, now }) {
    if (!charitiesOf(street).some(({ _id }) => _id === body)) stop(problems.CHARITY_BODY, 'body')
    check(certificate, now)
    const known = charityOf(street, body)
    if (known && known.until > now) stop(problems.CHARITY_REGISTERED, 'body')
    return {
      title: `${bodyName(street, body)}登记`,
      lead: body,
      body: { body, ...certificate, words: '', visibility: 'public', past: [] } satisfies CharityBody,
    }
  },
  then: 'verify',
  status: 'proposed',
}

export const charityKind: Kind<CharityStatus, CharityBody> = {
  name: 'charity',
  label: '慈善组织登记',
  // biome-ignore format: a table is read in columns.
  statuses: {
    proposed:  { label: '待核验',   class: 'open',    tone: 'info',   turn: streetRoles, decides: true, next: '由街道另一位负责人核验后生效' },
    valid:     { label: '登记有效', class: 'waiting', tone: 'ok',     turn: [], next: '登记有效，到期自动暂停' },
    expired:   { label: '已到期',   class: 'open',    tone: 'danger', turn: ['officer', 'lead'], next: '续期前不接收捐赠' },
    ended:     { label: '已注销',   class: 'settled', tone: 'plain',  turn: [], next: '登记已注销' },
    withdrawn: { label: '已撤回',   class: 'hidden',  tone: 'plain',  turn: [], next: '已撤回' },
  },
  actions: charityActions,
  due: (status, { body, lateCount }, { now }) => {
    if (status === 'proposed') return afterWorkingDays(now, 3)
    if (status === 'expired') return afterWorkingDays(now, 10)
    if (status === 'valid') return lateCount === 0 ? Math.max(body.until - warnMs, now) : body.until
    return null
  },
  workedBy: ({ status }) => (status === 'proposed' || status === 'expired' ? ['officer', 'lead'] : []),
  seenBy: ['officer', 'director', 'clerk', 'secretary', 'supervisor'],
  view: ({ body }, { street }) => ({
    words: body.words,
    photos: [],
    facts: [
      { label: '慈善组织', value: bodyName(street, body.body) },
      { label: '统一社会信用代码', value: body.certificateNo },
      { label: '公开募捐资格', value: body.qualified ? '有' : '没有' },
      { label: '有效期到', value: sayFully(body.until - 1).slice(0, -6) },
      ...(body.platform ? [{ label: '指定平台', value: `${body.platform} ${body.platformUrl}` }] : []),
      { label: '联系', value: body.contact },
      { label: '查询', value: body.query },
      ...body.past.map(({ certificateNo, until }) => ({
        label: '以前的登记',
        value: `${certificateNo}，到 ${onOf(until - 1)}`,
      })),
    ],
    author: '街道',
    category: '慈善组织',
  }),
  raises: { register },
  applies: { in: ['valid', 'expired', 'ended'], on: ['renew'], later: true, run: follow },
}

// What the steps of a handover ask for and change. Whoever is helped confirms: by a code that only they can read, or, without a phone, by
// signing or through a helper, and then a second person of the room writes it down. Pure.
import * as z from 'zod'
import { refuseMoney } from '../../core/asks-for-money'
import { problems as core, refuse } from '../../core/errors'
import type { FieldSpec } from '../../core/form'
import type { Change, RuleCtx } from '../../core/workflow'
import { consents } from '../needs/document'
import { type Handover, type HandoverBody, howLabels } from './handing'
import { type Missing, type Picked, sayLines, sayMissing } from './picking'
import { problems } from './problems'

type Effect<P = Record<string, never>> = (
  handover: Handover,
  patch: P,
  ctx: RuleCtx,
  note: string,
) => Change<HandoverBody>

const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))

/** A new round: what an earlier one has set aside is given back by what follows. */
export const reserve: Effect = ({ body }) => ({
  body: { round: body.round + 1, picks: [], missing: [], gift: [] },
  lateCount: 0,
})

/** As much as there is, where it is not enough for all. */
export const takeLess: Effect = ({ body }) => {
  const lines = body.lines
    .map((line, index) => ({
      ...line,
      quantity: line.quantity - (body.missing.find((one) => one.line === index)?.n ?? 0),
    }))
    .filter(({ quantity }) => quantity > 0)
  if (!lines.length) return refuse(problems.HANDOVER_EMPTY)
  return {
    body: { lines, round: body.round + 1, picks: [], missing: [], gift: [] },
    title: titleOf(lines),
    lateCount: 0,
    said: sayLines(lines),
  }
}

const PickedPart = z.custom<Picked>((value) => typeof value === 'object')
export const Plan = z.strictObject({ round: z.number(), picks: z.array(PickedPart) })
export const plan: Effect<{ round: number; picks: Picked[] }> = (_handover, { round, picks }) => ({
  body: { round, picks, gift: [...new Set(picks.flatMap(({ gift }) => (gift ? [gift] : [])))] },
  said: picks
    .map(({ place, n, expiresOn }) => `${place} ${n}（${expiresOn}）`)
    .join('、')
    .slice(0, 300),
})

export const FallShort = z.strictObject({ missing: z.array(z.custom<Missing>((value) => typeof value === 'object')) })
export const fallShort: Effect<{ missing: Missing[] }> = ({ body }, { missing }) => ({
  body: { missing, picks: [], gift: [] },
  said: sayMissing(body.lines, missing),
})

export const SetAside = z.strictObject({ round: z.number() })
export const setAside: Effect<{ round: number }> = ({ body }, { round }) =>
  round === body.round ? { lateCount: 0 } : refuse(core.STATE_CHANGED)

export const codeFields: FieldSpec[] = [
  {
    name: 'code',
    label: '领取码',
    kind: 'text',
    required: true,
    max: 9,
    hint: '请受助人在手机上打开这张发放单，出示 8 位领取码',
  },
]
export const Code = z.strictObject({
  code: z
    .string('请填写领取码')
    .transform((code) => code.replace(/\s/g, ''))
    .pipe(z.string().regex(/^\d{8}$/, '请填写 8 位领取码')),
})
export const handOver: Effect<{ code: string }> = ({ body }, { code }, { actor, now }) =>
  code === body.code
    ? { body: { confirmed: { how: 'code', by: actor.key, at: now } } }
    : refuse(problems.HANDOVER_CODE, { fields: { 'patch.code': problems.HANDOVER_CODE.message } })

export const helpedFields: FieldSpec[] = [
  {
    name: 'how',
    label: '怎样领取',
    kind: 'choice',
    required: true,
    options: options({ signed: howLabels.signed, helper: howLabels.helper }),
  },
  { name: 'helper', label: '代领人', kind: 'text', max: 20, hint: '他人代领时填写姓名与关系，例如：李芳（女儿）' },
  {
    name: 'consent',
    label: '受助人怎样同意',
    kind: 'choice',
    required: true,
    options: options(consents),
  },
]
export const Helped = z
  .strictObject({
    how: z.enum(['helper', 'signed'], '请选择怎样领取'),
    helper: z.string().trim().max(20, '请控制在 20 字以内').default(''),
    consent: z.enum(Object.keys(consents) as [keyof typeof consents, ...(keyof typeof consents)[]], '请选择怎样同意'),
  })
  .refine(({ how, helper }) => how !== 'helper' || helper.length >= 2, { path: ['helper'], message: '请填写代领人' })
export const handOverTo: Effect<z.output<typeof Helped>> = (_handover, { how, helper, consent }, { actor, now }) => ({
  body: { confirmed: { how, consent, by: actor.key, at: now, ...(helper && { helper }) } },
  said: howLabels[how],
})

/** Words of whoever is helped are read by a person first, who sees to it that nobody is named; a helper of the room has done so. */
export const thank: Effect = ({ onBehalfOf }, _patch, { actor, now }, note) => {
  refuseMoney(note, 'note')
  return {
    to: onBehalfOf?.person === actor.key ? 'thanking' : 'thanked',
    body: { thanks: { words: note, at: now } },
    lateCount: 0,
  }
}
export const dropThanks: Effect = () => ({ body: { thanks: undefined } })

export const titleOf = (lines: Parameters<typeof sayLines>[0], kit = ''): string => {
  const whole = `发放：${kit || sayLines(lines)}`
  return [...whole].length > 50 ? `${[...whole].slice(0, 49).join('')}…` : whole
}

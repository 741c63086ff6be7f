// The door for 平台服务记录: what a volunteer makes to be shown, which there are, one as a card with its code, and what anybody may verify of it.
import * as z from 'zod'
import { onOf } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { refuse } from '../../../core/errors'
import { RequestId } from '../../../core/matters'
import { type Certificate, CertificateView, issue, showCertificate, standingLabels, standingOf } from '../certificate'
import { Year } from '../history'
import { sayHours } from '../hours'
import { pictureOf, verifyText } from '../picture'
import { problems } from '../problems'
import { RecordId } from './record'

const Line = z.object({
  code: z.string(),
  title: z.string(),
  hours: z.string(),
  year: z.number(),
  /** One record only; absent: the whole year. */
  record: z.string().optional(),
  on: z.string(),
  standing: z.enum(['valid', 'corrected', 'revoked', 'withdrawn']),
  words: z.string(),
})
const listMax = 50

const show = (one: Certificate): z.input<typeof Line> => {
  const standing = standingOf(one)
  return {
    code: one._id,
    title: one.title,
    hours: sayHours(one.minutes),
    year: one.year,
    ...(one.record && { record: one.record }),
    on: onOf(one.at),
    standing,
    words: standingLabels[standing],
  }
}

export const certificates = {
  certificates: endpoint({
    who: 'member',
    about: '查看我生成过的平台服务记录',
    input: z.strictObject({}),
    output: z.object({ certificates: z.array(Line) }),
    async run(_input, ctx) {
      const { key } = await ctx.member()
      const found = await ctx.store.find<Certificate>('certificates', { person: key }, { limit: listMax })
      return { certificates: found.sort((a, b) => b.at - a.at).map(show) }
    },
  }),

  /** With the holder's own name: whom they show it to is up to them. A stranger's check answers with a masked one. */
  certificateCard: endpoint({
    who: 'member',
    about: '查看我的一份平台服务记录与核验码',
    input: z.strictObject({ code: z.string('请填写核验码').regex(/^[2-9A-HJKMNP-Z]{16}$/, '请填写 16 位核验码') }),
    output: Line.extend({ name: z.string(), unit: z.string(), image: z.string() }),
    async run({ code }, ctx) {
      const person = await ctx.member()
      const found = await ctx.store.get<Certificate>('certificates', code)
      if (!found || found.person !== person.key) return refuse(problems.RECORD_MISSING)
      const street = found.street ? await ctx.store.street(found.street, ctx.now) : undefined
      return { ...show(found), name: person.name, unit: street?.name ?? '', image: pictureOf(verifyText(code)) }
    },
  }),

  certificate: endpoint({
    who: 'member',
    writes: true,
    about: '生成可核验的平台服务记录',
    input: z.strictObject({ request: RequestId, year: Year, record: RecordId.optional() }),
    output: CertificateView,
    run: async (input, ctx) => showCertificate(await issue(await ctx.member(), input, ctx)),
  }),

  withdrawCertificate: endpoint({
    who: 'member',
    writes: true,
    about: '收回一份平台服务记录',
    input: z.strictObject({ code: z.string('请填写核验码').regex(/^[2-9A-HJKMNP-Z]{16}$/, '请填写 16 位核验码') }),
    output: z.object({ ok: z.boolean() }),
    async run({ code }, ctx) {
      const { key } = await ctx.member()
      const done = await ctx.store.change('certificates', { _id: code, person: key }, { withdrawnAt: ctx.now })
      return done === 1 ? { ok: true } : refuse(problems.RECORD_MISSING)
    },
  }),

  /** The minimum that proves it (67号令 17): a masked name, what, how much, whether it still stands. */
  verify: endpoint({
    who: 'guest',
    about: '核验平台服务记录',
    input: z.strictObject({ code: z.string('请填写核验码').regex(/^[2-9A-HJKMNP-Z]{16}$/, '请填写 16 位核验码') }),
    output: z.object({
      name: z.string(),
      title: z.string(),
      hours: z.string(),
      hoursNow: z.string(),
      standing: z.enum(['valid', 'corrected', 'revoked', 'withdrawn']),
      words: z.string(),
      issuedOn: z.string(),
      unit: z.string(),
    }),
    async run({ code }, ctx) {
      const found = (await ctx.store.get<Certificate>('certificates', code)) ?? refuse(problems.RECORD_MISSING)
      const standing = standingOf(found)
      const street = found.street ? await ctx.store.street(found.street, ctx.now) : undefined
      const gone = standing === 'withdrawn'
      return {
        name: gone ? '' : found.shownName,
        title: gone ? '' : found.title,
        hours: gone ? '' : sayHours(found.minutes),
        hoursNow: gone ? '' : sayHours(found.nowMinutes),
        standing,
        words: standingLabels[standing],
        issuedOn: onOf(found.at),
        unit: street?.name ?? '',
      }
    },
  }),
}

// The door for what a volunteer has done: the record by year, a code that anybody may verify, corrections, and the sheet for the national system.
import * as z from 'zod'
import { ancestorAt, covers } from '../../../core/areas'
import { minuteMs, onOf, sayFully, startOf } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import { keepFirst, numberFor } from '../../../core/first'
import { Cursor, pageSize, RequestId } from '../../../core/matters'
import { maskName } from '../../../core/person'
import { type Actor, holds } from '../../../core/roles'
import { newId, type Where } from '../../../core/store'
import { bodyName } from '../../../core/street'
import { MatterView } from '../../../core/view'
import { type Certificate, certificateCode, standingLabels, standingOf } from '../certificate'
import { activityClasses } from '../classes'
import { correctionKind, correctionOf } from '../correction'
import { Key } from '../document'
import { csvLine, exportColumns, sayHours, starsFor, tierOf } from '../hours'
import type { Volunteer } from '../pass'
import { pictureOf, verifyText } from '../picture'
import { problems } from '../problems'
import type { HourRecord } from '../records'
import { unseal } from '../sealed'
import { AreaPath } from './activities'

const RecordId = z.string('请选择记录').regex(/^hour_[a-z0-9]{16,40}_\d{1,2}_\d{1,2}_[a-z0-9]{2,40}$/i, '没有这条记录')
const On = z.string('请选择日期').regex(/^\d{4}-\d\d-\d\d$/, '请选择日期')

const RecordView = z.object({
  id: z.string(),
  shift: z.string(),
  activity: z.string(),
  title: z.string(),
  post: z.string(),
  place: z.string(),
  on: z.string(),
  time: z.string(),
  class: z.string(),
  minutes: z.number(),
  hours: z.string(),
  counts: z.boolean(),
  how: z.string(),
  state: z.enum(['posted', 'corrected', 'revoked']),
  stateLabel: z.string(),
  leader: z.string(),
  body: z.string(),
})

const howLabels = { scan: '现场签到', capped: '未签退，按规则计算', makeUp: '事后补登' }
const stateLabels = { posted: '已确认', corrected: '已更正', revoked: '已撤销' }

/** Clerks of the place, who are not the person concerned. */
function clerkFor(actor: Actor, record: HourRecord): void {
  if (!holds(actor, 'clerk', { area: record.area, author: '', assists: [] })) refuse(coreProblems.NOT_PERMITTED)
  if (record.person === actor.key) refuse(problems.HOURS_OWN)
}

export const record = {
  record: endpoint({
    who: 'member',
    about: '查看我的服务记录',
    input: z.strictObject({
      year: z.number('请选择年份').int('请选择年份').min(2000, '请选择年份').max(2200, '请选择年份').optional(),
      after: Cursor.optional(),
    }),
    output: z.object({
      hours: z.string(),
      minutes: z.number(),
      count: z.number(),
      stars: z.number(),
      /** Benefits by the hours of this year and the last; they lapse by themselves (M92). */
      tier: z.string(),
      years: z.array(z.object({ year: z.string(), minutes: z.number(), hours: z.string() })),
      records: z.array(RecordView),
      next: Cursor.optional(),
    }),
    async run({ year, after }, ctx) {
      const person = (await ctx.member()) as Volunteer
      const { _ } = ctx.store
      const span = year
        ? { startsAt: _.and([_.gte(startOf(`${year}-01-01`)), _.lt(startOf(`${year + 1}-01-01`))]) }
        : {}
      const mine = { person: person.key, ...span }
      const where = after
        ? _.and([mine, _.or([{ startsAt: _.lt(after.key) }, { startsAt: after.key, _id: _.lt(after.id) }])])
        : mine
      const found = await ctx.store.find<HourRecord>('records', where as Where, {
        order: [
          ['startsAt', 'desc'],
          ['_id', 'desc'],
        ],
        limit: pageSize + 1,
      })
      const shown = found.slice(0, pageSize)
      const last = shown.at(-1)
      const street = person.street ? await ctx.store.street(person.street, ctx.now) : undefined
      const totals = person.volunteer?.totals
      const minutes = totals?.minutes ?? 0
      return {
        hours: sayHours(minutes),
        minutes,
        count: totals?.count ?? 0,
        stars: starsFor(minutes, street?.settings.stars),
        tier: tierOf(totals?.years ?? {}, ctx.now),
        years: Object.entries(totals?.years ?? {})
          .sort(([a], [b]) => Number(b) - Number(a))
          .map(([one, sum]) => ({ year: one, minutes: sum, hours: sayHours(sum) })),
        records: shown.map((one) => ({
          id: one._id,
          shift: one.shift,
          activity: one.activity,
          title: one.title,
          post: one.post,
          place: one.place,
          on: one.on,
          time: `${sayFully(one.startsAt)}–${sayFully(one.endsAt).slice(-5)}`,
          class: activityClasses[one.class].label,
          minutes: one.minutes,
          hours: sayHours(one.minutes),
          counts: one.counts,
          how: howLabels[one.how],
          state: one.state,
          stateLabel: stateLabels[one.state],
          leader: one.leader,
          body: street ? bodyName(street, one.body) : '',
        })),
        ...(found.length > pageSize && last && { next: { key: last.startsAt, id: last._id } }),
      }
    },
  }),

  certificate: endpoint({
    who: 'member',
    writes: true,
    about: '生成可核验的平台服务记录',
    input: z.strictObject({
      request: RequestId,
      year: z.number('请选择年份').int('请选择年份').min(2000, '请选择年份').max(2200, '请选择年份'),
      record: RecordId.optional(),
    }),
    output: z.object({
      code: z.string(),
      title: z.string(),
      hours: z.string(),
      count: z.number(),
      note: z.string(),
      image: z.string(),
    }),
    async run({ request, year, record: id }, ctx) {
      const person = (await ctx.member()) as Volunteer
      const totals = person.volunteer?.totals
      const one = id ? await ctx.store.get<HourRecord>('records', id) : undefined
      if (id && (!one || one.person !== person.key || one.state === 'revoked')) return refuse(problems.RECORD_MISSING)
      const minutes = one ? one.minutes : (totals?.years[year] ?? 0)
      if (!minutes) return refuse(problems.RECORD_MISSING)
      const code = certificateCode(person.key, request)
      const doc: Certificate = {
        _id: code,
        schema: 1,
        person: person.key,
        shownName: maskName(person.name),
        street: person.street ?? '',
        year: one?.year ?? year,
        ...(one && { record: one._id }),
        title: one ? `${one.title}（${one.on}）` : `${year} 年志愿服务`,
        minutes,
        count: one ? 1 : (totals?.count ?? 0),
        nowMinutes: minutes,
        at: ctx.now,
      }
      const kept =
        (await ctx.store.add('certificates', doc)) === 'added'
          ? doc
          : ((await ctx.store.get<Certificate>('certificates', code)) ?? doc)
      return {
        code,
        title: kept.title,
        hours: sayHours(kept.minutes),
        count: kept.count,
        image: pictureOf(verifyText(code)),
        note: '这是平台服务记录。需要加盖公章的证明，请联系记录单位免费开具。',
      }
    },
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

  askCorrection: endpoint({
    who: 'member',
    writes: true,
    about: '申请更正我的一条服务记录',
    input: z.strictObject({
      id: Key,
      record: RecordId,
      minutes: z.number('请填写分钟数').int('请填写分钟数').min(0, '请填写分钟数').max(720, '时长不能超过班次时间'),
      words: z.string('请写明情况').trim().min(4, '请写明情况，至少 4 个字').max(500, '请控制在 500 字以内'),
    }),
    output: MatterView,
    async run({ id, record: recordId, minutes, words }, ctx) {
      const { actor } = await ctx.member()
      const one = await ctx.store.get<HourRecord>('records', recordId)
      if (!one || one.person !== actor.key) return refuse(problems.RECORD_MISSING)
      if (one.state === 'revoked') return refuse(problems.RECORD_REVOKED)
      const most = Math.floor((one.endsAt - one.startsAt) / minuteMs)
      if (minutes > most)
        return refuse(problems.HOURS_TOO_LONG, { fields: { minutes: problems.HOURS_TOO_LONG.message } })
      const street = await ctx.street(one.street)
      const rule = { actor, now: ctx.now, street }
      const no = await numberFor(correctionKind, rule, ctx)
      return keepFirst(correctionOf({ id, words, minutes, most }, one, no, rule), rule, ctx)
    },
  }),

  revoke: endpoint({
    who: ['clerk'],
    writes: true,
    about: '撤销一条有误的服务记录，写明理由',
    input: z.strictObject({
      record: RecordId,
      reason: z.string('请写明理由').trim().min(4, '请写明理由，至少 4 个字').max(200, '请控制在 200 字以内'),
    }),
    output: z.object({ ok: z.boolean() }),
    async run({ record: id, reason }, ctx) {
      const { actor } = await ctx.member()
      const one = (await ctx.store.get<HourRecord>('records', id)) ?? refuse(problems.RECORD_MISSING)
      clerkFor(actor, one)
      if (one.state === 'revoked') return { ok: true }
      const { _ } = ctx.store
      const entry = { at: ctx.now, by: actor.key, minutes: one.minutes, reason }
      const update = { state: 'revoked', counted: false, version: _.inc(1), history: _.push([entry]) }
      const done = await ctx.store.change('records', { _id: id, version: one.version }, update)
      return done === 1 ? { ok: true } : refuse(coreProblems.STATE_CHANGED)
    },
  }),

  /** One page of the national system's sheet. The ID numbers in it are opened for this only, and the opening is written down. */
  export: endpoint({
    who: ['clerk', 'officer'],
    writes: true,
    about: '导出服务记录表（按全国系统的列）',
    input: z.strictObject({
      area: AreaPath,
      from: On,
      to: On,
      reason: z.string('请写明用途').trim().min(4, '请写明用途，至少 4 个字').max(100, '请控制在 100 字以内'),
      after: Cursor.optional(),
    }),
    output: z.object({ csv: z.string(), rows: z.number(), next: Cursor.optional() }),
    async run({ area, from, to, reason, after }, ctx) {
      const { actor } = await ctx.member()
      const mine = actor.grants.some(
        ({ role, area: over }) => (role === 'clerk' || role === 'officer') && over !== undefined && covers(over, area),
      )
      if (!mine) return refuse(coreProblems.NOT_PERMITTED)
      const [first, past] = [startOf(from), startOf(to) + 24 * 60 * minuteMs]
      if (!(first < past)) return refuse(coreProblems.INPUT_INVALID, { fields: { to: '结束日期不能早于开始日期' } })
      const { _ } = ctx.store
      const span = { within: area, startsAt: _.and([_.gte(first), _.lt(past)]) }
      const where = after
        ? _.and([span, _.or([{ startsAt: _.gt(after.key) }, { startsAt: after.key, _id: _.gt(after.id) }])])
        : span
      const rowsMax = 200
      const found = await ctx.store.find<HourRecord>('records', where as Where, {
        order: [
          ['startsAt', 'asc'],
          ['_id', 'asc'],
        ],
        limit: rowsMax + 1,
      })
      const shown = found.slice(0, rowsMax)
      const keys = [...new Set(shown.map(({ person }) => person))]
      const people = keys.length
        ? await ctx.store.find<Volunteer>(
            'people',
            { key: _.in(keys) },
            { limit: rowsMax, fields: { key: true, volunteer: true } },
          )
        : []
      await ctx.store.add('access', {
        _id: newId(),
        at: ctx.now,
        by: actor.key,
        whose: 'volunteers',
        matter: area,
        street: shown[0]?.street ?? area,
        reason,
      })
      const street = await ctx.store.street(ancestorAt(area, 'street') ?? area, ctx.now)
      const idOf = new Map(
        people.map(({ key, volunteer }) => [key, volunteer?.idSealed ? (unseal(volunteer.idSealed, key) ?? '') : '']),
      )
      const lines = shown
        .filter(({ counts, state }) => counts && state !== 'revoked')
        .map((one) => {
          const number = idOf.get(one.person) ?? ''
          return csvLine([
            one.name,
            number ? '居民身份证' : '',
            number,
            one.title,
            one.post,
            one.on,
            sayFully(one.startsAt).slice(-5),
            sayFully(one.endsAt).slice(-5),
            Math.round(one.minutes / 6) / 10,
            one.place,
            street ? bodyName(street, one.body) : one.body,
            one.leader,
            one.how === 'scan' ? '' : howLabels[one.how],
          ])
        })
      const last = shown.at(-1)
      return {
        csv: [...(after ? [] : [csvLine(exportColumns)]), ...lines].join('\r\n'),
        rows: lines.length,
        ...(found.length > rowsMax && last && { next: { key: last.startsAt, id: last._id } }),
      }
    },
  }),
}

// The door for what a volunteer has done: the record by year, a correction asked for, and a record that is taken back.
import * as z from 'zod'
import { minuteMs } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import { keepFirst, numberFor } from '../../../core/first'
import { Cursor } from '../../../core/matters'
import { type Actor, holds } from '../../../core/roles'
import { MatterView } from '../../../core/view'
import { correctionKind, correctionOf } from '../correction'
import { Key } from '../document'
import { HistoryView, historyOf, Year } from '../history'
import { problems } from '../problems'
import type { HourRecord } from '../records'

export const RecordId = z
  .string('请选择记录')
  .regex(/^hour_[a-z0-9]{16,40}_\d{1,2}_\d{1,2}_[a-z0-9]{2,40}$/i, '没有这条记录')

/** Clerks of the place, who are not the person concerned. */
function clerkFor(actor: Actor, record: HourRecord): void {
  if (!holds(actor, 'clerk', { area: record.area, author: '', assists: [] })) refuse(coreProblems.NOT_PERMITTED)
  if (record.person === actor.key) refuse(problems.HOURS_OWN)
}

export const record = {
  record: endpoint({
    who: 'member',
    about: '查看我的服务记录',
    input: z.strictObject({ year: Year.optional(), after: Cursor.optional() }),
    output: HistoryView,
    run: async (input, ctx) => historyOf(await ctx.member(), input, ctx),
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
}

// The door for what a volunteer has done: the record by year, and a correction asked for.
import * as z from 'zod'
import { minuteMs } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { refuse } from '../../../core/errors'
import { keepFirst, numberOf } from '../../../core/first'
import { Cursor } from '../../../core/matters'
import { MatterView } from '../../../core/view'
import { correctionKind, correctionOf } from '../correction'
import { Key } from '../document'
import { HistoryView, historyOf, Year } from '../history'
import { problems } from '../problems'
import type { HourRecord } from '../records'

export const RecordId = z
  .string('请选择记录')
  .regex(/^hour_[a-z0-9]{16,40}_\d{1,2}_\d{1,2}_[a-z0-9]{2,40}$/i, '没有这条记录')

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
      const no = numberOf(correctionKind, id, rule)
      return keepFirst(correctionOf({ id, words, minutes, most }, one, no, rule), rule, ctx)
    },
  }),
}

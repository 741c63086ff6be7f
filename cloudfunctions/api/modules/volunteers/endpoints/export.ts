// The door for the national system's sheet: its columns, page by page, with ID numbers that are opened for this only.
import * as z from 'zod'
import { ancestorAt, covers } from '../../../core/areas'
import { minuteMs, sayFully, startOf } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import { Cursor } from '../../../core/matters'
import type { Where } from '../../../core/store'
import { bodyName } from '../../../core/street'
import { lookOf } from '../access'
import { howLabels } from '../history'
import { csvLine, exportColumns } from '../hours'
import type { Volunteer } from '../pass'
import type { HourRecord } from '../records'
import { unseal } from '../sealed'
import { AreaPath } from './activities'

const On = z.string('请选择日期').regex(/^\d{4}-\d\d-\d\d$/, '请选择日期')

export const sheet = {
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
      const street = await ctx.street(ancestorAt(area, 'street') ?? refuse(coreProblems.AREA_UNKNOWN))
      // Each person whose number is opened can read who did it and why.
      const looks = people
        .filter(({ volunteer }) => volunteer?.idSealed)
        .map(({ key }) => lookOf({ whose: key, area, matter: area, reason }, actor, street, ctx.now))
      const whole = lookOf({ whose: 'volunteers', area, matter: area, reason }, actor, street, ctx.now)
      await ctx.store.addAll('access', [whole, ...looks])
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
            bodyName(street, one.body),
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

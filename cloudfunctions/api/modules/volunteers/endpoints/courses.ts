// The door for training: sessions that give a course, and who in a place has which course until when (M77, M80, M81).
import * as z from 'zod'
import { ancestorAt } from '../../../core/areas'
import { dayMs, onOf } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import { Cursor, pageSize } from '../../../core/matters'
import { maskName } from '../../../core/person'
import { placeOf } from '../../../core/place'
import { holds } from '../../../core/roles'
import type { Where } from '../../../core/store'
import { programmes } from '../classes'
import type { Gives } from '../document'
import type { HourRecord } from '../records'
import type { Shift } from '../shift'
import { cardFields, ShiftCard, showCard } from '../shift-card'
import { validityLabels, validityOf } from '../training'
import { AreaPath, byTime, order } from './activities'

const watching = ['clerk', 'socialWorker', 'officer'] as const
/** Courses that ended lately are still shown, as they are to be renewed. */
const lapsedMs = 30 * dayMs

const sayProgramme = ({ programme }: Gives): string => (programme ? programmes[programme].label : '')

export const courses = {
  /** Open sessions of training and supervision that give a course, soonest first, as far as they are called for here. */
  courses: endpoint({
    who: 'guest',
    about: '查看可以报名的培训与督导',
    input: z.strictObject({ area: AreaPath.optional(), after: Cursor.optional() }),
    output: z.object({
      sessions: z.array(ShiftCard.extend({ course: z.string(), valid: z.string(), programme: z.string() })),
      next: Cursor.optional(),
    }),
    async run({ area: asked, after }, ctx) {
      const { _ } = ctx.store
      const person = await ctx.person()
      const area = asked ?? (await placeOf(ctx)).place?.community ?? refuse(coreProblems.AREA_UNKNOWN)
      const heard = (['community', 'street', 'district', 'city'] as const).flatMap((one) => ancestorAt(area, one) ?? [])
      const open = { reach: _.in(heard), class: _.in(['training', 'supervision']), state: 'open' }
      const found = await ctx.store.find<Shift>(
        'shifts',
        byTime(_, { ...open, 'gives.course': _.gt('') }, ctx.now, after),
        {
          order,
          limit: pageSize + 1,
          fields: { ...cardFields(person?.key), gives: true },
        },
      )
      const shown = found.slice(0, pageSize)
      const last = shown.at(-1)
      return {
        sessions: shown.map((shift) => ({
          ...showCard(shift, person?.key, ctx.now),
          course: shift.gives?.course ?? '',
          valid: `有效 ${shift.gives?.months ?? 0} 个月`,
          programme: shift.gives ? sayProgramme(shift.gives) : '',
        })),
        ...(found.length > pageSize && last && { next: { key: last.startsAt, id: last._id } }),
      }
    },
  }),

  /** Who has which course, what expires soonest first; one line a person and course. */
  trained: endpoint({
    who: watching,
    about: '查看辖区内谁受过什么培训、何时到期（社区与社工）',
    input: z.strictObject({ area: AreaPath, after: Cursor.optional() }),
    output: z.object({
      lines: z.array(
        z.object({
          name: z.string(),
          course: z.string(),
          programme: z.string(),
          until: z.string(),
          state: z.enum(['valid', 'soon', 'over']),
          stateLabel: z.string(),
        }),
      ),
      next: Cursor.optional(),
    }),
    async run({ area, after }, ctx) {
      const { actor } = await ctx.member()
      if (!watching.some((role) => holds(actor, role, { area, author: '', assists: [] })))
        return refuse(coreProblems.NOT_PERMITTED)
      const { _ } = ctx.store
      const where = after
        ? _.and([
            { around: area },
            _.or([{ trainedUntil: _.gt(after.key) }, { trainedUntil: after.key, _id: _.gt(after.id) }]),
          ])
        : { around: area, trainedUntil: _.gt(ctx.now - lapsedMs) }
      const found = await ctx.store.find<HourRecord>('records', where as Where, {
        order: [
          ['trainedUntil', 'asc'],
          ['_id', 'asc'],
        ],
        limit: pageSize + 1,
        fields: { name: true, gives: true, trainedUntil: true },
      })
      const shown = found.slice(0, pageSize)
      const last = shown.at(-1)
      return {
        lines: shown.map(({ name, gives, trainedUntil = 0 }) => {
          const state = validityOf(trainedUntil, ctx.now)
          return {
            name: maskName(name),
            course: gives?.course ?? '',
            programme: gives ? sayProgramme(gives) : '',
            until: onOf(trainedUntil),
            state,
            stateLabel: validityLabels[state],
          }
        }),
        ...(found.length > pageSize && last && { next: { key: last.trainedUntil ?? 0, id: last._id } }),
      }
    },
  }),
}

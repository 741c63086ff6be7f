// The door for matters of every kind: read one, ask for a form, act, and the desk. Rules live in the kinds' tables.
import * as z from 'zod'
import { agreement, openActions, rowOf } from '../../core/act'
import { covers, isPath } from '../../core/areas'
import { dayMs, onOf, startOf } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import { allKinds, kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import { act, Cursor, MatterId, page, RequestId, seen, showMatter } from '../../core/matters'
import { FormView, MatterCard, MatterView } from '../../core/view'

const Note = z.string('请写说明').trim().max(500, '说明请控制在 500 字以内').default('')
const Page = z.object({ cards: z.array(MatterCard), next: Cursor.optional() })
/** 要我决定 · 要我办理（其中待受理、今天到期） · 已超时 · 等别人. */
const sections = ['todo', 'decide', 'do', 'new', 'today', 'late', 'others'] as const

/** Enough for a clerk with 300 open matters; beyond it the desk says 400+. */
const countedMax = 400

export const matters = {
  get: endpoint({
    who: 'guest',
    about: '查看一件事项',
    input: z.strictObject({ id: MatterId }),
    output: MatterView,
    run: async ({ id }, ctx) => showMatter(await seen(id, ctx)),
  }),

  form: endpoint({
    who: 'member',
    about: '查看办理某一步要填什么',
    input: z.strictObject({ id: MatterId, action: z.string().max(40) }),
    output: FormView,
    async run({ id, action }, ctx): Promise<FormView> {
      const { matter, rule } = await seen(id, ctx)
      const kind = kindOf(matter.kind)
      if (!openActions(kind, matter, rule).includes(action)) return refuse(problems.STATE_CHANGED)
      if (action === agreement.decline) {
        return {
          action,
          title: '不同意的理由',
          button: '不同意',
          tone: 'danger',
          note: 'required',
          noteHint: '提请人会看到',
          fields: [],
        }
      }
      const row = rowOf(kind, action) ?? refuse(problems.ACTION_UNKNOWN)
      const fields = typeof row.fields === 'function' ? row.fields(matter, rule) : (row.fields ?? [])
      const noteHint = row.internal ? '只有办理人员能看到' : '居民和办理人员都能看到'
      return {
        action,
        title: row.label,
        button: row.label,
        tone: row.tone ?? 'plain',
        note: row.note,
        noteHint,
        fields: [...fields],
      }
    },
  }),

  act: endpoint({
    who: 'member',
    writes: true,
    about: '办理一件事项的下一步',
    input: z.strictObject({
      id: MatterId,
      version: z.number().int(),
      action: z.string().max(40),
      request: RequestId,
      note: Note,
      patch: z.record(z.string().max(40), z.unknown()).default({}),
    }),
    output: MatterView,
    run: ({ id, version, action, request, note, patch }, ctx) =>
      act(id, version, { action, request, note, patch }, ctx),
  }),

  desk: endpoint({
    who: 'member',
    about: '查看等我办理的事项',
    input: z.strictObject({
      street: z.string().max(80),
      section: z.enum(sections).default('todo'),
      after: Cursor.optional(),
    }),
    output: Page,
    async run({ street, section, after }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const mine = { street, turn: _.in(actor.tokens) }
      const day = startOf(onOf(ctx.now)) + dayMs
      const where = {
        todo: mine,
        decide: { ...mine, ask: 'decide' },
        do: { ...mine, ask: 'do' },
        new: { ...mine, status: 'submitted' },
        today: { ...mine, dueAt: _.and([_.gt(ctx.now), _.lt(day)]) },
        late: { street, concern: _.in(actor.tokens), dueAt: _.lt(ctx.now) },
        others: { street, concern: _.in(actor.tokens), turn: _.nin(actor.tokens) },
      }[section]
      return page(ctx, where, { key: 'dueAt', direction: 'asc', after, actor })
    },
  }),

  /** Everything of a place that this reader may see, newest first: what supervisors and the street look through (M63). */
  area: endpoint({
    who: 'member',
    about: '查看辖区内的全部事项',
    input: z.strictObject({
      area: z.string('请选择地点').max(160).refine(isPath, '请选择地点'),
      after: Cursor.optional(),
    }),
    output: Page,
    async run({ area, after }, ctx) {
      const { actor } = await ctx.member()
      const watches = actor.grants.some((grant) => grant.area !== undefined && covers(grant.area, area))
      if (!watches) return refuse(problems.NOT_PERMITTED)
      const kinds = allKinds().filter((kind) =>
        kind.seenBy.some((role) =>
          actor.grants.some((grant) => grant.role === role && grant.area && covers(grant.area, area)),
        ),
      )
      if (!kinds.length) return refuse(problems.NOT_PERMITTED)
      const where = {
        within: area,
        kind: ctx.store._.in(kinds.map(({ name }) => name)),
        class: ctx.store._.neq('hidden'),
      }
      return page(ctx, where, { key: 'at', direction: 'desc', after, actor })
    },
  }),

  counts: endpoint({
    who: 'member',
    about: '查看工作台上的数目',
    input: z.strictObject({ street: z.string().max(80) }),
    output: z.object({
      todo: z.number(),
      decide: z.number(),
      do: z.number(),
      new: z.number(),
      today: z.number(),
      late: z.number(),
      others: z.number(),
      more: z.boolean(),
    }),
    async run({ street }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const fields = { status: true, turn: true, dueAt: true, ask: true }
      const found = await ctx.store.find<Pick<Matter, 'status' | 'turn' | 'dueAt' | 'ask'>>(
        'matters',
        { street, concern: _.in(actor.tokens) },
        { order: [['dueAt', 'asc']], limit: countedMax, fields },
      )
      const day = startOf(onOf(ctx.now)) + dayMs
      const mine = found.filter(({ turn }) => turn.some((token) => actor.tokens.includes(token)))
      const isLate = ({ dueAt }: { dueAt: number | null }) => dueAt !== null && dueAt <= ctx.now
      return {
        todo: mine.length,
        decide: mine.filter(({ ask }) => ask === 'decide').length,
        do: mine.filter(({ ask }) => ask !== 'decide').length,
        new: mine.filter(({ status }) => status === 'submitted').length,
        today: mine.filter((one) => !isLate(one) && one.dueAt !== null && one.dueAt < day).length,
        late: found.filter(isLate).length,
        others: found.length - mine.length,
        more: found.length === countedMax,
      }
    },
  }),

  /** Several at once, each judged by itself: those that fail are named and the others are done. */
  batch: endpoint({
    who: 'member',
    writes: true,
    about: '批量办理同一步',
    input: z.strictObject({
      action: z.string().max(40),
      request: RequestId,
      items: z
        .array(z.strictObject({ id: MatterId, version: z.number().int() }))
        .min(1, '请选择事项')
        .max(20, '一次最多 20 件'),
    }),
    output: z.object({ done: z.array(z.string()), failed: z.array(z.object({ id: z.string(), message: z.string() })) }),
    async run({ action, request, items }, ctx) {
      const done: string[] = []
      const failed: { id: string; message: string }[] = []
      for (const { id, version } of items) {
        try {
          await act(
            id,
            version,
            { action, request: `${request}${id.slice(-8)}`.slice(0, 40), note: '', patch: {} },
            ctx,
          )
          done.push(id)
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'Refusal') throw error
          failed.push({ id, message: error.message })
        }
      }
      return { done, failed }
    },
  }),
}

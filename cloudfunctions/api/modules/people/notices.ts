// The door for a person's notices: the inbox, which is the true channel, and what WeChat may remind of.
import * as z from 'zod'
import { sayTime } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { Cursor } from '../../core/matters'

const InboxItem = z.object({
  id: z.string(),
  text: z.string(),
  time: z.string(),
  matter: z.string(),
  read: z.boolean(),
})
type Notice = { _id: string; person: string; text: string; at: number; matter: string; read: boolean }

export const notices = {
  /** WeChat asked and the person accepted: each accept is one message (WeChat's rule). */
  accept: endpoint({
    who: 'member',
    writes: 'own',
    about: '记录我同意接收的微信提醒',
    input: z.strictObject({
      templates: z
        .array(
          z
            .string()
            .regex(/^[\w-]{1,64}$/)
            // A template's id becomes a field's name, which must not be that of every object's own parts.
            .refine((template) => !(template in {})),
        )
        .min(1)
        .max(3),
    }),
    output: z.object({ ok: z.boolean() }),
    async run({ templates }, ctx) {
      const { _ } = ctx.store
      await ctx.member()
      await ctx.store.change(
        'people',
        { _id: ctx.openid },
        Object.fromEntries(templates.map((template) => [`accepts.${template}`, _.inc(1)])),
      )
      return { ok: true }
    },
  }),

  inbox: endpoint({
    who: 'member',
    about: '查看我的消息',
    input: z.strictObject({ after: Cursor.optional() }),
    output: z.object({ items: z.array(InboxItem), next: Cursor.optional() }),
    async run({ after }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const mine = { person: actor.key }
      const where = after
        ? _.and([mine, _.or([{ at: _.lt(after.key) }, { at: after.key, _id: _.lt(after.id) }])])
        : mine
      const order = [
        ['at', 'desc'],
        ['_id', 'desc'],
      ] as const
      const found = await ctx.store.find<Notice>('inbox', where as object as Record<string, unknown>, {
        order,
        limit: 21,
      })
      const shown = found.slice(0, 20)
      const last = shown.at(-1)
      return {
        items: shown.map(({ _id, text, at, matter, read }) => ({
          id: _id,
          text,
          time: sayTime(at, ctx.now),
          matter,
          read,
        })),
        next: found.length > 20 && last ? { key: last.at, id: last._id } : undefined,
      }
    },
  }),

  read: endpoint({
    who: 'member',
    writes: true,
    about: '把我的消息标为已读',
    input: z.strictObject({}),
    output: z.object({ ok: z.boolean() }),
    async run(_input, ctx) {
      const { actor } = await ctx.member()
      await ctx.store.change('inbox', { person: actor.key, read: false }, { read: true })
      await ctx.store.change('people', { _id: ctx.openid }, { unread: 0 })
      return { ok: true }
    },
  }),
}

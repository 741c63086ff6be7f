// The door for who gives: the form with its reason where nothing may be promised, the pledge, my gifts, one gift's path, the thank-you card.
import * as z from 'zod'
import { onOf } from '../../../core/clock'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { refuse } from '../../../core/errors'
import { keepFirst } from '../../../core/first'
import { kindOf } from '../../../core/kinds'
import type { Matter } from '../../../core/matter'
import { Cursor, MatterId, readerOf, seen } from '../../../core/matters'
import { bodyName } from '../../../core/street'
import { isVisible, MatterView } from '../../../core/view'
import { bookIdOf } from '../../ledger/book'
import { sayFen } from '../../ledger/chart'
import { readable } from '../../ledger/read'
import { donorOptions, publicName } from '../donors'
import { providerOf, sayPayment } from '../payment'
import { type Pledge, PledgeInput } from '../pledge/document'
import { became, cardNote, isIn, paperOf, stepsOf, useOf } from '../pledge/path'
import { mayHelp, pledgeOf, whyNot } from '../pledge/rules'
import type { PledgeStatus } from '../pledge/workflow'
import { pledgeStatuses } from '../pledge/workflow'
import { giftProblems, pledgeProblems } from '../problems'
import { CharityView, cardOfWish, Money, money, showCharity, WishCard } from '../show'
import { charityOf } from '../standing'
import type { Wish } from '../wish'
import { Options, pageOf } from './paging'

const To = z.strictObject({
  kind: z.enum(['campaign', 'fund'], '请选择捐给哪里'),
  id: MatterId,
})
const tone = z.enum(['plain', 'info', 'warn', 'ok', 'danger'])

const statusOf = (status: string) => {
  const { label, tone: shown } = pledgeStatuses[status as PledgeStatus]
  return { key: status, label, tone: shown }
}

/** A campaign or fund that this reader may see; person and target are read side by side. */
async function targetFor({ kind, id }: z.output<typeof To>, ctx: Ctx) {
  const [actor, target] = await Promise.all([readerOf(ctx), ctx.store.get<Matter>('matters', id)])
  if (target?.kind !== kind || !isVisible(kindOf(kind), target, actor)) return refuse(pledgeProblems.PLEDGE_TARGET)
  return { actor, target, street: await ctx.street(target.street) }
}

export const gifts = {
  /** What the form of a pledge says; `whyNot` stands in place of the amount box. */
  form: endpoint({
    who: 'guest',
    about: '查看认捐要填什么',
    input: z.strictObject({ to: To }),
    output: z.object({
      title: z.string(),
      purpose: z.string(),
      charity: CharityView.optional(),
      can: z.boolean(),
      whyNot: z.string().optional(),
      /** May pledge for a resident who has agreed. */
      mayHelp: z.boolean(),
      name: z.string(),
      donorTypes: Options,
      cardNote: z.string(),
    }),
    async run({ to }, ctx) {
      const { actor, target, street } = await targetFor(to, ctx)
      const person = await ctx.person()
      const helps = mayHelp(actor, target.area)
      const refusal = whyNot(target, street, ctx.now, actor, helps)
      return {
        title: target.title,
        purpose: String((target.body as { purpose?: string }).purpose ?? ''),
        ...(target.lead && { charity: showCharity(street, target.lead, ctx.now) }),
        can: refusal === undefined,
        whyNot: refusal?.message,
        mayHelp: helps,
        name: person?.name ?? '',
        donorTypes: donorOptions,
        cardNote,
      }
    },
  }),

  pledge: endpoint({
    who: 'member',
    writes: true,
    about: '认捐（本人，或经同意代办）',
    input: PledgeInput,
    output: MatterView,
    async run(input, ctx) {
      const { actor, target, street } = await targetFor(input.to, ctx)
      const helps = mayHelp(actor, target.area)
      if (input.onBehalfOf && !helps) return refuse(pledgeProblems.PLEDGE_PROXY_ROLE)
      const refusal = whyNot(target, street, ctx.now, actor, input.onBehalfOf !== undefined)
      if (refusal) return refuse(refusal)
      const rule = { actor, now: ctx.now, street }
      const person = await ctx.member()
      return keepFirst(pledgeOf(input, target, rule, person.phone), rule, ctx)
    },
  }),

  /** My gifts, newest first, and what became of each; or the wishes I have taken. */
  mine: endpoint({
    who: 'member',
    about: '查看我的捐赠与认领的心愿',
    input: z.strictObject({
      list: z.enum(['gifts', 'wishes'], '请选择看什么').default('gifts'),
      after: Cursor.optional(),
    }),
    output: z.object({
      gifts: z.array(
        z.object({
          id: z.string(),
          no: z.string(),
          title: z.string(),
          to: z.object({ kind: z.enum(['campaign', 'fund']), id: z.string() }),
          amount: Money,
          on: z.string(),
          status: z.object({ key: z.string(), label: z.string(), tone }),
          became: z.string(),
          /** Pledged for somebody else, with their consent. */
          forOther: z.boolean(),
          card: z.string().optional(),
        }),
      ),
      wishes: z.array(WishCard),
      next: Cursor.optional(),
    }),
    async run({ list, after }, ctx) {
      const { actor } = await ctx.member()
      if (list === 'wishes') {
        const { found, next } = await pageOf<Matter>(ctx, { 'body.taker.key': actor.key, kind: 'wish' }, 'desc', after)
        const wishes = await Promise.all(
          found.map(async (one) => cardOfWish(one as unknown as Wish, await ctx.street(one.street), actor)),
        )
        return { gifts: [], wishes, next }
      }
      const { found, next } = await pageOf<Matter>(ctx, { author: actor.key, kind: 'pledge' }, 'desc', after)
      const shown = (found as unknown as Pledge[]).map((pledge) => ({
        id: pledge._id,
        no: pledge.no,
        title: pledge.body.toTitle,
        to: { kind: pledge.body.toKind, id: pledge.body.to },
        amount: money(pledge.body.evidence?.fen ?? pledge.amount ?? 0),
        on: onOf(pledge.at),
        status: statusOf(pledge.status),
        became: became[pledge.status as PledgeStatus],
        forOther: pledge.onBehalfOf !== undefined,
        ...(pledge.status === 'posted' && { card: pledge.body.card }),
      }))
      return { gifts: shown, wishes: [], next }
    },
  }),

  /** One gift's path, for its donor and for those who work on it; and what stands around it on paper. */
  gift: endpoint({
    who: 'member',
    about: '查看一笔捐赠的去向',
    input: z.strictObject({ id: MatterId }),
    output: z.object({
      id: z.string(),
      no: z.string(),
      title: z.string(),
      to: z.object({ kind: z.enum(['campaign', 'fund']), id: z.string() }),
      amount: Money,
      status: z.object({ key: z.string(), label: z.string(), tone }),
      host: z.string(),
      steps: z.array(
        z.object({
          key: z.enum(['given', 'arrived', 'used', 'thanked']),
          label: z.string(),
          done: z.boolean(),
          on: z.string().optional(),
          text: z.string(),
        }),
      ),
      card: z.string().optional(),
      need: z.string().optional(),
      /** In the books: how it was used is asked with `used`. */
      arrived: z.boolean(),
      paper: z.object({ above: z.array(z.string()), below: z.array(z.string()) }),
      cardNote: z.string(),
    }),
    async run({ id }, ctx) {
      const { matter, street } = await seen(id, ctx)
      if (matter.kind !== 'pledge') return refuse(giftProblems.GIFT_MISSING)
      const pledge = matter as unknown as Pledge
      const { body } = pledge
      return {
        id,
        no: pledge.no,
        title: body.toTitle,
        to: { kind: body.toKind, id: body.to },
        amount: money(body.evidence?.fen ?? pledge.amount ?? 0),
        status: statusOf(pledge.status),
        host: pledge.lead ? bodyName(street, pledge.lead) : '',
        steps: stepsOf(pledge, charityOf(street, pledge.lead)?.contact),
        arrived: isIn(pledge),
        ...(pledge.status === 'posted' && { card: body.card }),
        ...(body.need && { need: body.need }),
        paper: paperOf(pledge, street, ctx.now),
        cardNote,
      }
    },
  }),

  /** What the money of a campaign or fund has done, which is what became of every gift to it. One call, as for its book. */
  used: endpoint({
    who: 'guest',
    about: '查看捐给一个募集或基金的钱用了多少',
    input: z.strictObject({ to: To }),
    output: z.object({ done: z.boolean(), text: z.string() }),
    run: async ({ to }, ctx) => useOf(await readable(bookIdOf(to.kind, to.id), ctx)),
  }),

  /** The thank-you card under its code, which says nothing about the donor: what they chose to show, and that it is no receipt. */
  card: endpoint({
    who: 'guest',
    about: '查看一张感谢卡',
    input: z.strictObject({
      code: z
        .string('请填写感谢卡编号')
        .trim()
        .toUpperCase()
        .regex(/^[2-9A-HJ-NP-Z]{16}$/, '感谢卡编号是 16 位字母与数字'),
    }),
    output: z.object({
      name: z.string(),
      amount: z.string().optional(),
      title: z.string(),
      purpose: z.string(),
      host: z.string(),
      on: z.string(),
      no: z.string(),
      receipt: z.string(),
      note: z.string(),
      words: z.string(),
    }),
    async run({ code }, ctx) {
      const [found] = await ctx.store.find<Matter>(
        'matters',
        { 'body.card': code },
        {
          limit: 1,
          fields: {
            body: true,
            status: true,
            lead: true,
            street: true,
            no: true,
            amount: true,
            at: true,
            'beside.check': true,
            kind: true,
          },
        },
      )
      if (found?.kind !== 'pledge' || found.status !== 'posted') return refuse(giftProblems.GIFT_MISSING)
      const { body, lead, street: path, no, beside } = found as unknown as Pledge
      const street = await ctx.street(path)
      const host = lead ? bodyName(street, lead) : ''
      const name = publicName(body.shownName, beside.check)
      const fen = body.evidence?.fen ?? 0
      return {
        name,
        ...(!body.hidesAmount && { amount: sayFen(fen) }),
        title: body.toTitle,
        purpose: body.purpose,
        host,
        on: onOf(body.postedAt ?? found.at),
        no,
        receipt: body.receipt && 'no' in body.receipt ? '捐赠票据已开具' : '按捐赠人意愿不开票据',
        note: cardNote,
        words: `感谢${name}支持“${body.toTitle}”。每一笔使用都会公布，欢迎随时查询。`,
      }
    },
  }),

  payment: endpoint({
    who: 'guest',
    about: '查看是否开通线上支付与原因',
    input: z.strictObject({}),
    output: z.object({ on: z.boolean(), reason: z.string() }),
    run: async () => {
      const provider = providerOf(process.env)
      return { on: provider !== '', reason: sayPayment(provider) }
    },
  }),
}

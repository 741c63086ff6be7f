// 基金工作台: the funds somebody works on, what waits in one of them, how donors are answering, and a donor's own question.
import * as z from 'zod'
import { isPath } from '../../core/areas'
import { sayTime } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { problems as core, refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { Cursor, cardsOf, listFields, MatterId, pageSize, seen } from '../../core/matters'
import { holds } from '../../core/roles'
import type { Where } from '../../core/store'
import { areaName, bodyName } from '../../core/street'
import { MatterCard, viewOf, worksOn } from '../../core/view'
import { sayFen } from '../ledger/chart'
import { consentKind } from './change/consent'
import { answers, type Consent, silence } from './change/document'
import { purposeChangeKind } from './change/kind'
import { type Fund, fundBodyId } from './fund/document'
import { fundKind } from './fund/kind'
import { isStepOf, type WaitSection, waitSections, waitsOf } from './waiting'

const sections = Object.keys(waitSections) as WaitSection[]
const WaitGroups = z.array(
  z.object({
    section: z.string(),
    label: z.string(),
    lines: z.array(z.object({ card: MatterCard, text: z.string() })),
  }),
)

const FundLine = z.object({
  id: z.string(),
  title: z.string(),
  status: z.object({ key: z.string(), label: z.string(), tone: z.string() }),
  host: z.string(),
  place: z.string(),
  next: z.string(),
})

/** Answers read at once; a change that concerns more donors says so. */
const answersMax = 500
const statusesOf = { asked: ['asked'], move: ['move', 'moved'], back: ['back', 'given'], keep: ['keep', 'kept'] }
const answerLabels = { asked: '还没有答复', move: '同意改变用途', back: '要求退回', keep: '保留原来的用途' }

export const work = {
  /** Funds of a street that this person works on, those being drawn up first. Two calls. */
  mine: endpoint({
    who: 'member',
    about: '查看我参与管理的社区基金',
    input: z.strictObject({ street: z.string('请选择街道').max(80).refine(isPath, '请选择街道') }),
    output: z.object({ funds: z.array(FundLine), mayFound: z.boolean() }),
    async run({ street: path }, ctx) {
      const where = { street: path, kind: 'fund', class: ctx.store._.in(['open', 'waiting']) }
      const [{ actor }, street, found] = await Promise.all([
        ctx.member(),
        ctx.street(path),
        ctx.store.find<Fund>('matters', where, { order: [['_id', 'desc']], limit: 100, fields: listFields }),
      ])
      const rule = { actor, now: ctx.now, street }
      const mine = found.filter((fund) => {
        const isAuthor = holds(actor, 'author', fund)
        return isAuthor || worksOn(fundKind as never, fund as never, actor)
      })
      const cards = await cardsOf(mine as never, actor, ctx)
      const mayFound =
        actor.grants.some(({ role }) => role === 'clerk' || role === 'secretary') ||
        actor.bodies.some((body) => street.bodies.get(body)?.type === 'charity')
      return {
        funds: mine.map((fund, index) => ({
          id: fund._id,
          title: fund.title,
          status: cards[index]?.status ?? { key: '', label: '', tone: 'plain' },
          host: bodyName(rule.street, fund.lead ?? ''),
          place: areaName(rule.street, fund.area),
          next: cards[index]?.next ?? '',
        })),
        mayFound,
      }
    },
  }),

  /** What is open in a fund, in the queues that it stands in. Two calls. */
  waiting: endpoint({
    who: 'member',
    about: '查看一个基金里等着办理的用款',
    input: z.strictObject({ fund: MatterId, after: Cursor.optional() }),
    output: z.object({ groups: WaitGroups, next: Cursor.optional() }),
    async run({ fund, after }, ctx) {
      const { _ } = ctx.store
      const all = {
        'body.fund': fund,
        kind: _.in(['allocation', 'purposeChange']),
        class: _.in(['open', 'waiting']),
        'beside.check': _.in(['waiting', 'pass', 'review', 'refused']),
      }
      const beyond = after && _.or([{ at: _.lt(after.key) }, { at: after.key, _id: _.lt(after.id) }])
      const [{ actor }, found] = await Promise.all([
        ctx.member(),
        ctx.store.find<Matter>('matters', (beyond ? _.and([all, beyond]) : all) as Where, {
          order: [
            ['at', 'desc'],
            ['_id', 'desc'],
          ],
          limit: pageSize + 1,
          fields: listFields,
        }),
      ])
      const shown = found.slice(0, pageSize)
      // Where the reader has no part, the public page says what there is.
      const mine = shown.filter((matter) => {
        const committee = actor.bodies.includes(fundBodyId(fund))
        return committee || worksOn(purposeChangeKind as never, matter, actor)
      })
      const cards = await cardsOf(mine, actor, ctx)
      const lines = mine.flatMap((matter, index) => {
        const { button, ...card } = cards[index] as MatterCard
        return waitsOf(matter, ctx.now).map(({ section, text }) => ({
          section,
          text,
          card: { ...card, ...(button && isStepOf(section, button.action) && { button }) },
        }))
      })
      const last = shown.at(-1)
      return {
        groups: sections.map((section) => ({
          section,
          label: waitSections[section],
          lines: lines.filter((line) => line.section === section).map(({ card, text }) => ({ card, text })),
        })),
        next: found.length > pageSize && last ? { key: last.at, id: last._id } : undefined,
      }
    },
  }),

  /** How many donors have answered what, and of how much money; never who. Two calls. */
  answers: endpoint({
    who: 'member',
    about: '查看捐赠人对改变用途的答复汇总',
    input: z.strictObject({ change: MatterId }),
    output: z.object({
      rows: z.array(z.object({ key: z.string(), label: z.string(), count: z.number(), amount: z.string() })),
      total: z.number(),
      /** There are more than are counted here. */
      more: z.boolean(),
    }),
    async run({ change }, ctx) {
      const [{ actor }, found] = await Promise.all([
        ctx.member(),
        ctx.store.find<Consent>(
          'matters',
          { 'body.change': change, status: ctx.store._.in(Object.values(statusesOf).flat()) },
          {
            order: [['_id', 'asc']],
            limit: answersMax + 1,
            fields: { status: true, area: true, lead: true, assists: true, author: true, 'body.fen': true },
          },
        ),
      ])
      if (found.some((one) => !worksOn(purposeChangeKind as never, one as never, actor)))
        return refuse(core.MATTER_MISSING)
      const counted = found.slice(0, answersMax)
      const rows = (Object.keys(statusesOf) as (keyof typeof statusesOf)[]).map((key) => {
        const these = counted.filter(({ status }) => statusesOf[key].includes(status))
        const fen = these.reduce((sum, { body }) => sum + body.fen, 0)
        return { key, label: answerLabels[key], count: these.length, amount: sayFen(fen) }
      })
      return { rows, total: counted.length, more: found.length > answersMax }
    },
  }),

  /** The question to one donor, with what each answer means. Two calls. */
  consent: endpoint({
    who: 'member',
    about: '捐赠人查看征求用途的问题与自己的答复',
    input: z.strictObject({ id: MatterId }),
    output: z.object({
      id: z.string(),
      version: z.number(),
      title: z.string(),
      status: z.object({ key: z.string(), label: z.string(), tone: z.string() }),
      words: z.string(),
      change: z.string(),
      facts: z.array(z.object({ label: z.string(), value: z.string() })),
      /** Until when, in one sentence. */
      until: z.string(),
      silence: z.string(),
      /** This reader answers, and there is still time. */
      open: z.boolean(),
      answers: z.array(z.object({ action: z.string(), label: z.string(), about: z.string(), chosen: z.boolean() })),
    }),
    async run({ id }, ctx) {
      const { matter, rule } = await seen(id, ctx)
      if (matter.kind !== 'consent') return refuse(core.MATTER_MISSING)
      const { body, status } = matter as Matter<unknown> as Consent
      const view = viewOf(consentKind as never, matter, rule)
      const about = {
        move: `这 ${sayFen(body.fen)} 转到${body.toTitle}使用`,
        back: `这 ${sayFen(body.fen)} 由慈善组织退给您，退回的账公开，不写您的名字`,
        keep: `这 ${sayFen(body.fen)} 仍按原来的用途使用：${body.oldPurpose}`,
      }
      const keys = ['move', 'back', 'keep'] as const
      return {
        id,
        version: matter.version,
        title: matter.title,
        status: view.status,
        words: body.words,
        change: body.change,
        facts: view.facts,
        until: `最晚${sayTime(body.until - 1, ctx.now)}答复，当天也算；截止以前可以改`,
        silence,
        open: view.buttons.some(({ action }) => action.startsWith('say')),
        answers: keys.map((key) => ({
          action: `say${key[0]?.toUpperCase()}${key.slice(1)}`,
          label: answers[key],
          about: about[key],
          chosen: statusesOf[key].includes(status),
        })),
      }
    },
  }),
}

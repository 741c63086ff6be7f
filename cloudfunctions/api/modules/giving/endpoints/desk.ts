// The door for a charity's own people: what waits to be written down, confirmed or disclosed; confirming many at once; a platform's report.
import * as z from 'zod'
import { take } from '../../../core/act'
import { sayTime } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems, Refusal, refuse } from '../../../core/errors'
import type { Matter } from '../../../core/matter'
import { Cursor, MatterId, RequestId } from '../../../core/matters'
import { routes } from '../../../core/routes'
import { isVisible } from '../../../core/view'
import { decide, type Row, type RuleCtx } from '../../../core/workflow'
import { eventOf, write } from '../../../core/write'
import { bookIdOf } from '../../ledger/book'
import { movedFen, sayFen } from '../../ledger/chart'
import { type Reversal, reversalKind } from '../../ledger/reversal'
import { discloseBy, sayDay, sayOverdue } from '../campaign/disclosure'
import type { Campaign, CampaignBody } from '../campaign/document'
import { importsReports } from '../campaign/gates'
import { typeOf } from '../campaign/types'
import { campaignActions, campaignStatuses } from '../campaign/workflow'
import { donorTypes } from '../donors'
import { importStep, previewOf } from '../import'
import { evidenceTypes, type Pledge } from '../pledge/document'
import { pledgeKind } from '../pledge/kind'
import { type PledgeStatus, pledgeStatuses } from '../pledge/workflow'
import { giftProblems } from '../problems'
import { Money, money } from '../show'
import { pageOf } from './paging'

/** What each section reads; a mistake in any posting is put right from one queue, that of a gift and that of what was spent or moved. */
const sections = {
  record: { kinds: ['pledge'], statuses: ['pledged'] },
  confirm: { kinds: ['pledge'], statuses: ['recorded'] },
  reverse: { kinds: ['pledge', 'reversal'], statuses: ['reversing', 'asked'] },
  campaigns: { kinds: ['campaign'], statuses: ['open', 'paused', 'ended'] },
} as const
const tone = z.enum(['plain', 'info', 'warn', 'ok', 'danger'])
const Status = z.object({ key: z.string(), label: z.string(), tone })

const DeskGift = z.object({
  id: z.string(),
  no: z.string(),
  version: z.number(),
  title: z.string(),
  amount: Money,
  donor: z.string(),
  /** Of a posting that is no gift there is none. */
  donorType: z.string().optional(),
  time: z.string(),
  status: Status,
  evidence: z.string().optional(),
  /** Written down by the reader: another person confirms it. */
  own: z.boolean(),
})
const DeskCampaign = z.object({
  id: z.string(),
  title: z.string(),
  status: Status,
  due: z.string().optional(),
  overdue: z.string().optional(),
  imports: z.boolean(),
  version: z.number(),
  /** Its book; goods and grants have none. */
  book: z.string().optional(),
  /** What may be published of it now. */
  steps: z.array(z.object({ action: z.string(), label: z.string() })),
})

const ReportFile = z
  .string('请先选择文件')
  .max(300)
  .regex(/^cloud:\/\//, '请先选择文件')

function giftOnDesk({ _id, no, version, at, status, amount = 0, body }: Pledge, { actor, now }: RuleCtx) {
  const { label, tone: shown } = pledgeStatuses[status as PledgeStatus]
  const { evidence, reversal } = body
  return {
    id: _id,
    no,
    version,
    title: body.toTitle,
    amount: money(evidence?.fen ?? amount),
    donor: body.donorName,
    donorType: donorTypes[body.donorType].label,
    time: sayTime(at, now),
    status: { key: status, label, tone: shown },
    ...(evidence && {
      evidence: `${evidenceTypes[evidence.type].label} ${evidence.ref}，${evidence.on}，${sayFen(evidence.fen)}`,
    }),
    own: evidence?.by === actor.key || reversal?.by === actor.key,
  }
}

function reversalOnDesk({ _id, no, version, at, status, author, body }: Reversal, { actor, now }: RuleCtx) {
  const { label, tone: shown } = reversalKind.statuses[status as 'asked']
  return {
    id: _id,
    no,
    version,
    title: `第 ${body.n} 笔`,
    amount: money(Math.abs(movedFen(body.lines).bank)),
    donor: body.told,
    time: sayTime(at, now),
    status: { key: status, label, tone: shown },
    evidence: `错在哪里：${body.words}`,
    own: author === actor.key,
  }
}

/** 公开进展, and after its end 公布完整情况, where this reader may take them. */
const publishingSteps = (campaign: Campaign, rule: RuleCtx) =>
  (['report', 'disclose'] as const).flatMap((action) => {
    const row = campaignActions[action] as Row<string, CampaignBody>
    return decide(row, campaign, rule).ok ? [{ action, label: row.label }] : []
  })

function campaignOnDesk(campaign: Campaign, rule: RuleCtx) {
  const { _id, title, status, version, body } = campaign
  const due = discloseBy(campaign, rule.street, rule.now)
  const { label, tone: shown } = campaignStatuses[status as keyof typeof campaignStatuses]
  return {
    id: _id,
    title,
    status: { key: status, label, tone: shown },
    due: due === undefined ? undefined : sayDay(due),
    overdue: sayOverdue(due, rule.now),
    imports: importsReports(campaign),
    version,
    ...(typeOf(body.type).hasBook && { book: bookIdOf('campaign', _id) }),
    steps: publishingSteps(campaign, rule),
  }
}

export const desk = {
  desk: endpoint({
    who: ['staff'],
    about: '查看慈善组织等着登记、复核与公开的事',
    input: z.strictObject({
      section: z.enum(Object.keys(sections) as [keyof typeof sections], '请选择看什么').default('record'),
      after: Cursor.optional(),
    }),
    output: z.object({ gifts: z.array(DeskGift), campaigns: z.array(DeskCampaign), next: Cursor.optional() }),
    async run({ section, after }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const { kinds, statuses } = sections[section]
      const { found, next } = await pageOf<Matter>(
        ctx,
        { lead: _.in(actor.bodies), kind: _.in([...kinds]), status: _.in([...statuses]) },
        'asc',
        after,
      )
      const told = await Promise.all(
        found.map(async (matter) => ({
          matter,
          rule: { actor, now: ctx.now, street: await ctx.street(matter.street) },
        })),
      )
      if (section === 'campaigns')
        return {
          gifts: [],
          campaigns: told.map(({ matter, rule }) => campaignOnDesk(matter as unknown as Campaign, rule)),
          next,
        }
      const gifts = told.map(({ matter, rule }) =>
        matter.kind === 'reversal'
          ? reversalOnDesk(matter as unknown as Reversal, rule)
          : giftOnDesk(matter as unknown as Pledge, rule),
      )
      return { gifts, campaigns: [], next }
    },
  }),

  /** Several recorded gifts, each judged by itself: those that cannot be confirmed are named and the others go to the books. */
  confirm: endpoint({
    who: 'member',
    writes: 'bulk',
    about: '批量复核到账，一次最多 50 笔',
    input: z.strictObject({
      request: RequestId,
      items: z
        .array(z.strictObject({ id: MatterId, version: z.number().int() }))
        .min(1, '请选择捐赠')
        .max(50, '一次最多 50 笔'),
    }),
    output: z.object({ done: z.array(z.string()), failed: z.array(z.object({ id: z.string(), message: z.string() })) }),
    async run({ request, items }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const wanted = new Map(items.map(({ id, version }) => [id, version]))
      const found = await ctx.store.find<Matter>('matters', { _id: _.in([...wanted.keys()]) }, { limit: wanted.size })
      const done: string[] = []
      const failed: { id: string; message: string }[] = []
      const changed: string[] = []
      for (const [id, version] of wanted) {
        const matter = found.find(({ _id }) => _id === id)
        const own = `${request}${id.slice(-8)}`.slice(0, 40)
        try {
          if (matter?.kind !== 'pledge' || !isVisible(pledgeKind, matter, actor))
            return refuse(giftProblems.GIFT_MISSING)
          if (!eventOf(matter, own)) {
            if (matter.version !== version) refuse(problems.STATE_CHANGED)
            const rule = { actor, now: ctx.now, street: await ctx.street(matter.street) }
            const moved = take(
              pledgeKind,
              matter,
              { action: 'confirm', note: '', patch: {}, request: own },
              rule,
              routes,
            )
            if (!(await write(ctx.store, matter, moved))) refuse(problems.STATE_CHANGED)
            changed.push(id)
          }
          done.push(id)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          failed.push({ id, message: error.message })
        }
      }
      if (changed.length) ctx.store.nudge('cron', { apply: changed })
      return { done, failed }
    },
  }),

  /** What the file says, with the rows that cannot be booked; nothing is written. */
  previewReport: endpoint({
    who: ['staff'],
    about: '导入前预览募捐平台的捐赠明细',
    input: z.strictObject({ fileID: ReportFile.regex(/^cloud:\/\/[\w.-]+\/reports\//, '请先选择文件') }),
    output: z.object({
      total: z.number(),
      good: z.number(),
      amount: Money,
      fee: Money,
      first: z.array(
        z.object({ line: z.number(), on: z.string(), ref: z.string(), donor: z.string(), amount: z.string() }),
      ),
      refused: z.array(z.object({ line: z.number(), ref: z.string(), reason: z.string() })),
      refusedCount: z.number(),
    }),
    async run({ fileID }, ctx) {
      const { fen, feeFen, first, ...told } = await previewOf(fileID, ctx)
      return {
        ...told,
        amount: money(fen),
        fee: money(feeFen),
        first: first.map(({ line, on, ref, donor, fen: each }) => ({
          line,
          on,
          ref,
          donor: donor || '没有写名字',
          amount: sayFen(each),
        })),
      }
    },
  }),

  /** Rows from `offset` (in good rows) on; call again with `next` until it is absent. Sending a step twice adds nothing twice. */
  importReport: endpoint({
    who: ['staff'],
    writes: 'bulk',
    about: '导入募捐平台的捐赠明细',
    input: z.strictObject({
      campaign: MatterId,
      fileID: ReportFile,
      offset: z.number().int().min(0).default(0),
    }),
    output: z.object({
      total: z.number(),
      done: z.number(),
      added: z.number(),
      skipped: z.number(),
      refused: z.array(z.object({ line: z.number(), ref: z.string(), reason: z.string() })),
      next: z.number().optional(),
      columns: z.array(z.string()),
    }),
    run: (input, ctx) => importStep(input, ctx),
  }),
}

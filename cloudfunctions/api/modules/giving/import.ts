// Booking what a designated platform reports: each good row becomes a recorded gift under an id made of its reference, so that the same file
// sent twice adds none; a second person confirms them. At most two hundred rows a step, in a bounded number of SDK calls.
import { createHash } from 'node:crypto'
import { onOf } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import { firstOf, numberOf } from '../../core/first'
import type { Matter } from '../../core/matter'
import { type Seen, seen } from '../../core/matters'
import { maskName } from '../../core/person'
import { holds } from '../../core/roles'
import type { RuleCtx } from '../../core/workflow'
import { bookIdOf } from '../ledger/book'
import { type Claim, claimOf } from '../ledger/proof'
import { keysOf } from './body-name'
import type { Campaign } from './campaign/document'
import { importsReports } from './campaign/gates'
import { cardOf, type PledgeBody } from './pledge/document'
import { pledgeKind } from './pledge/kind'
import { countSoon } from './pledge/tally'
import { giftProblems, reportProblems } from './problems'
import { type Refused, type Report, type ReportRow, readReport, reportColumns } from './report'

const stepRows = 200
const fileMaxBytes = 20 * 1024 * 1024
/** Who gave on a platform is nobody here: whoever imports records it, and is not its author. */
export const platformKey = 'platform'

/** The file of the import that is running on this instance; steps of one import come one after another. */
let held: { fileID: string; day: string; report: Report } | undefined

async function reportFrom(fileID: string, { store, now }: Ctx): Promise<Report> {
  const day = onOf(now)
  if (held?.fileID === fileID && held.day === day) return held.report
  const bytes = await store.file(fileID).catch(() => refuse(reportProblems.REPORT_FILE))
  if (bytes.length > fileMaxBytes) return refuse(reportProblems.REPORT_LARGE)
  held = { fileID, day, report: readReport(bytes, now) }
  return held.report
}

/** Refuses a file in which no gift can be looked for. */
function whole(report: Report): Report {
  if (report.missing.length)
    return refuse(reportProblems.REPORT_COLUMNS, {
      detail: `文件缺少这些列：${report.missing.join('、')}。请在第一行写上列名`,
    })
  return report.total ? report : refuse(reportProblems.REPORT_EMPTY)
}

const previewRows = 5
const refusedMost = 100

/** What a file says before anything of it is booked; which campaign it is for is judged when it is. */
export async function previewOf(fileID: string, ctx: Ctx) {
  const { rows, refused, total } = whole(await reportFrom(fileID, ctx))
  return {
    total,
    good: rows.length,
    fen: rows.reduce((sum, { fen }) => sum + fen, 0),
    feeFen: rows.reduce((sum, { feeFen }) => sum + feeFen, 0),
    first: rows.slice(0, previewRows),
    refused: refused.slice(0, refusedMost),
    refusedCount: refused.length,
  }
}

const idOf = (campaign: string, ref: string): string =>
  `r${createHash('sha256').update(`${campaign}#${ref}`).digest('hex').slice(0, 31)}`

function giftOf(row: ReportRow, campaign: Matter, rule: RuleCtx): Matter {
  const { actor, now } = rule
  const _id = idOf(campaign._id, row.ref)
  const anonymous = !row.donor || /匿名/.test(row.donor)
  const body: PledgeBody = {
    to: campaign._id,
    toKind: 'campaign',
    toTitle: campaign.title,
    purpose: (campaign as Campaign & Matter).body.purpose,
    donorType: 'person',
    donorName: anonymous ? '平台捐赠人' : row.donor,
    ...(!anonymous && { donorKeys: keysOf({ name: row.donor }) }),
    // Names come from the platform and were not given to us to publish: the family name is enough.
    shownName: anonymous ? '' : maskName(row.donor),
    hidesAmount: false,
    words: row.words,
    source: 'platform',
    hasPhone: false,
    visibility: 'private',
    card: cardOf(_id),
    book: bookIdOf('campaign', campaign._id),
    openOn: row.on,
    evidence: {
      type: 'platform',
      ref: row.ref,
      on: row.on,
      fen: row.fen,
      feeFen: row.feeFen,
      photos: [],
      by: actor.key,
      at: now,
    },
    // 票据 is asked for on the platform, from the charity.
    receipt: { waived: true },
  }
  return firstOf(
    pledgeKind,
    {
      _id,
      no: numberOf(pledgeKind, _id, rule),
      area: campaign.area,
      title: `${campaign.title} · 平台捐赠 ${row.on}`,
      body,
      amount: row.fen,
      status: 'recorded',
      as: 'recorder',
      author: platformKey,
      recorder: actor.key,
      ...(campaign.lead && { lead: campaign.lead }),
    },
    rule,
  )
}

/** The rows of this step that are new, their evidence claimed; and those that another gift already rests on. */
async function claimed(gifts: { row: ReportRow; gift: Matter }[], { store }: Ctx) {
  const { _ } = store
  const claims = gifts.map(({ row, gift }) => ({ ...claimOf(gift, 'platform', row.ref), version: 0 }))
  const ids = claims.map(({ _id }) => _id)
  const there = ids.length ? await store.find<Claim>('evidence', { _id: _.in(ids) }, { limit: ids.length }) : []
  const holderOf = new Map(there.map(({ _id, source }) => [_id, source]))
  const foreign: Refused[] = []
  const own = gifts.filter(({ row, gift }, index) => {
    const holder = holderOf.get(ids[index] as string)
    if (holder === undefined || holder === gift._id) return true
    foreign.push({ line: row.line, ref: row.ref, reason: giftProblems.EVIDENCE_USED.message })
    return false
  })
  const fresh = claims.filter(({ _id, source }) => !holderOf.has(_id) && own.some(({ gift }) => gift._id === source))
  return { own, foreign, raced: (await store.addAll('evidence', fresh)) === 'duplicate' }
}

async function add(gifts: Matter[], { store }: Ctx): Promise<number> {
  const { _ } = store
  for (let tries = 0; gifts.length; tries++) {
    const ids = gifts.map(({ _id }) => _id)
    const known = await store.find<{ _id: string }>(
      'matters',
      { _id: _.in(ids) },
      { limit: ids.length, fields: { _id: true } },
    )
    const fresh = gifts.filter(({ _id }) => !known.some((one) => one._id === _id))
    if ((await store.addAll('matters', fresh)) === 'added') return fresh.length
    if (tries === 3) return refuse(problems.TOO_MANY)
  }
  return 0
}

/** Where it may be booked: a campaign of the platform, by the charity's own people. */
async function campaignFor(id: string, ctx: Ctx): Promise<Seen> {
  const found = await seen(id, ctx)
  const { matter, rule } = found
  if (matter.kind !== 'campaign') return refuse(problems.MATTER_MISSING)
  if (!holds(rule.actor, 'lead', matter)) return refuse(problems.NOT_PERMITTED)
  return importsReports(matter as Campaign & Matter) ? found : refuse(reportProblems.REPORT_CAMPAIGN)
}

export async function importStep(
  { campaign: id, fileID, offset }: { campaign: string; fileID: string; offset: number },
  ctx: Ctx,
) {
  const { matter, rule } = await campaignFor(id, ctx)
  const report = whole(await reportFrom(fileID, ctx))
  const rows = report.rows.slice(offset, offset + stepRows)
  const gifts = rows.map((row) => ({ row, gift: giftOf(row, matter, rule) }))
  let step = await claimed(gifts, ctx)
  // The same rows may be under way elsewhere: what was claimed meanwhile is read again.
  for (let tries = 0; step.raced; tries++) {
    if (tries === 3) return refuse(problems.TOO_MANY)
    step = await claimed(gifts, ctx)
  }
  const added = await add(
    step.own.map(({ gift }) => gift),
    ctx,
  )
  if (added) await countSoon(id, ctx.store, ctx.now)
  const done = offset + rows.length
  const isLast = done >= report.rows.length
  return {
    total: report.total,
    done: isLast ? report.total : done,
    added,
    skipped: step.own.length - added,
    refused: [...(offset === 0 ? report.refused : []), ...step.foreign],
    next: isLast ? undefined : done,
    columns: Object.values(reportColumns).map(({ names }) => names[0]),
  }
}

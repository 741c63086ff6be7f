// 平台服务记录: what a person may show to others, under a code that says nothing about them. It is called 记录, not 证明: the recording body may
// issue that under its own seal (67号令 14, 15, 17).
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { refuse } from '../../core/errors'
import { maskName } from '../../core/person'
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import { sayHours } from './hours'
import type { Volunteer } from './pass'
import { pictureOf, verifyText } from './picture'
import { problems } from './problems'
import type { HourRecord } from './records'

export type Certificate = {
  _id: string
  schema: number
  person: PersonKey
  /** 周**: as anybody may read it. */
  shownName: string
  street: string
  year: number
  /** One record only. */
  record?: string
  title: string
  minutes: number
  count: number
  /** As the records say now; the timer keeps it after a correction. */
  nowMinutes: number
  changedAt?: number
  withdrawnAt?: number
  at: number
}

const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Sixteen letters without look-alikes, 79 bits, the same for the same request of the same person. */
export const certificateCode = (person: PersonKey, request: string): string =>
  [...createHash('sha256').update(`certificate|${person}|${request}`).digest().subarray(0, 16)]
    .map((byte) => letters[byte % letters.length])
    .join('')

export type Standing = 'valid' | 'corrected' | 'revoked' | 'withdrawn'

export function standingOf({ minutes, nowMinutes, withdrawnAt }: Certificate): Standing {
  if (withdrawnAt) return 'withdrawn'
  if (nowMinutes === 0 && minutes > 0) return 'revoked'
  return nowMinutes === minutes ? 'valid' : 'corrected'
}
export const standingLabels: Record<Standing, string> = {
  valid: '记录有效',
  corrected: '记录已更正，以现在的时长为准',
  revoked: '记录已撤销',
  withdrawn: '本人已收回这份记录',
}

export const CertificateView = z.object({
  code: z.string(),
  title: z.string(),
  hours: z.string(),
  count: z.number(),
  note: z.string(),
  image: z.string(),
})

export const showCertificate = ({ _id, title, minutes, count }: Certificate): z.input<typeof CertificateView> => ({
  code: _id,
  title,
  hours: sayHours(minutes),
  count,
  image: pictureOf(verifyText(_id)),
  note: '这是平台服务记录。需要加盖公章的证明，请联系记录单位免费开具。',
})

/** A year's sum or one record, under a code of its own; the same request again is the same code. One or two calls. */
export async function issue(
  person: Volunteer,
  { request, year, record }: { request: string; year: number; record?: string },
  { store, now }: { store: Store; now: number },
): Promise<Certificate> {
  const one = record ? await store.get<HourRecord>('records', record) : undefined
  if (record && (!one || one.person !== person.key || one.state === 'revoked')) return refuse(problems.RECORD_MISSING)
  // What counts no hours is on the person's own list; nothing certifies it as volunteering (67号令 19).
  if (one && !one.counts) return refuse(problems.HOURS_CLASS)
  const totals = person.volunteer?.totals
  const minutes = one ? one.minutes : (totals?.years[year] ?? 0)
  if (!minutes) return refuse(problems.RECORD_MISSING)
  const code = certificateCode(person.key, request)
  const doc: Certificate = {
    _id: code,
    schema: 1,
    person: person.key,
    shownName: maskName(person.name),
    street: person.street ?? '',
    year: one?.year ?? year,
    ...(one && { record: one._id }),
    title: one ? `${one.title}（${one.on}）` : `${year} 年志愿服务`,
    minutes,
    count: one ? 1 : (totals?.counts?.[year] ?? 0),
    nowMinutes: minutes,
    at: now,
  }
  const added = await store.add('certificates', doc)
  return added === 'added' ? doc : ((await store.get<Certificate>('certificates', code)) ?? doc)
}

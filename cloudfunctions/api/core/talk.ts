// What parties say to each other on the matter itself: messages with mentions (M21), and what each wants and gives way on (M20). Pure.
import * as z from 'zod'
import { defineProblems } from './errors'
import type { Matter } from './matter'
import type { Role } from './roles'
import type { Guard, Row } from './workflow'

export const talkProblems = defineProblems({
  TALK_FULL: '这件事的沟通记录已满，请用电话或会议继续',
})

// biome-ignore lint/suspicious/noExplicitAny: common rows serve bodies of every kind.
type CommonRow = Row<string, any>
const everyone = [
  'clerk',
  'secretary',
  'ownersCommittee',
  'gridWorker',
  'socialWorker',
  'supervisor',
  'officer',
  'director',
  'party',
] as const
const talkMax = 300
const mayTalk: Guard<Record<string, unknown>> = [
  talkProblems.TALK_FULL,
  ({ trace }) => trace.filter(({ action }) => action === 'say').length < talkMax,
]

export const say: CommonRow = {
  label: '发一条沟通',
  told: '说',
  from: [],
  to: 'same',
  by: everyone,
  note: 'required',
  internal: true,
  apart: true,
  whilePending: true,
  whileObjected: true,
  anyVersion: true,
  guards: [mayTalk],
  fields: (matter) => [
    {
      name: 'to',
      label: '提醒谁看',
      kind: 'choices',
      options: mentionable(matter).map(({ role, label }) => ({ value: role, label })),
      hint: '被提醒的人会收到消息；参与这件事的各方都能看到',
    },
  ],
  patch: z.strictObject({ to: z.array(z.string().max(60)).max(8, '最多提醒 8 方').default([]) }),
  mentions: ({ to }: { to: string[] }, matter) =>
    to.filter((role) => mentionable(matter).some((one) => one.role === role)) as Role[],
  tells: [],
}

function mentionable(matter: Pick<Matter, 'assists' | 'lead'>): { role: Role; label: string }[] {
  return [
    { role: 'clerk', label: '居民委员会' },
    { role: 'secretary', label: '社区党组织' },
    { role: 'officer', label: '街道办事处' },
    { role: 'supervisor', label: '监督委员会' },
    ...(matter.lead || matter.assists.length ? [{ role: 'party' as const, label: '牵头与协助单位' }] : []),
  ]
}

export const interest: CommonRow = {
  label: '记录各方利益与让步',
  told: '记录了一方的利益与让步',
  from: [],
  to: 'same',
  by: ['clerk', 'secretary', 'socialWorker', 'officer', 'director', 'party'],
  note: 'none',
  anyVersion: true,
  fields: [
    { name: 'party', label: '哪一方', kind: 'text', required: true, max: 30, placeholder: '例如：三栋老年住户' },
    { name: 'wants', label: '想要什么', kind: 'long', required: true, max: 200 },
    { name: 'gives', label: '愿意让一步的地方', kind: 'long', max: 200 },
  ],
  patch: z.strictObject({
    party: z.string('请写明是哪一方').trim().min(1, '请写明是哪一方').max(30, '请控制在 30 字以内'),
    wants: z.string('请写明想要什么').trim().min(1, '请写明想要什么').max(200, '请控制在 200 字以内'),
    gives: z.string().trim().max(200, '请控制在 200 字以内').default(''),
  }),
  effect: (matter, { party, wants, gives }, { actor, now }) => ({
    interests: [...(matter.interests ?? []).slice(-29), { party, wants, gives, by: actor.key, at: now }],
    said: gives ? `${party}：${wants}；愿意：${gives}` : `${party}：${wants}`,
  }),
  tells: [],
}

// A supervisor's objection blocks the next step until it is answered, and the answer is accepted or the street overrules, on record (M63).
// Pure.
import { problems as core, defineProblems } from './errors'
import type { Matter, Objection } from './matter'
import type { Guard, Row } from './workflow'

export const objectionProblems = defineProblems({
  OBJECTION_NONE: '现在没有待处理的异议',
  OBJECTION_ANSWERED: '异议已经答复，请等监督委员会或街道的意见',
  OBJECTION_UNANSWERED: '异议还没有答复，答复后才能办理这一步',
})
const problems = objectionProblems

// biome-ignore lint/suspicious/noExplicitAny: common rows serve bodies of every kind.
type CommonRow = Row<string, any>
type AnyMatter = Matter<Record<string, unknown>>

export const openObjection = ({ objections }: Pick<Matter, 'objections'>): Objection | undefined =>
  objections.find(({ closed }) => !closed)

const hasObjection: Guard<Record<string, unknown>> = [
  problems.OBJECTION_NONE,
  (matter) => openObjection(matter) !== undefined,
]
const isUnanswered: Guard<Record<string, unknown>> = [
  problems.OBJECTION_ANSWERED,
  (matter) => !openObjection(matter)?.answer,
]
const isAnswered: Guard<Record<string, unknown>> = [
  problems.OBJECTION_UNANSWERED,
  (matter) => openObjection(matter)?.answer !== undefined,
]
const noObjection: Guard<Record<string, unknown>> = [core.OBJECTION_OPEN, (matter) => !openObjection(matter)]
/** Whoever objected does not answer, and whoever answered does not overrule. */
const notObjector: Guard<Record<string, unknown>> = [
  core.NOT_OWN,
  (matter, { actor }) => openObjection(matter)?.by !== actor.key,
]
const notAnswerer: Guard<Record<string, unknown>> = [
  core.NOT_OWN,
  (matter, { actor }) => openObjection(matter)?.answer?.by !== actor.key,
]
const changed = (matter: AnyMatter, change: Partial<Objection>): Objection[] =>
  matter.objections.map((one) => (one.closed ? one : { ...one, ...change }))

export const object: CommonRow = {
  label: '提出异议',
  told: '提出监督异议',
  from: [],
  to: 'same',
  by: ['supervisor'],
  note: 'required',
  tone: 'danger',
  whilePending: true,
  whileObjected: true,
  anyVersion: true,
  guards: [noObjection],
  effect: (matter, _patch, { actor, now }, note) => ({
    objections: [...matter.objections, { id: `o${matter.objections.length + 1}`, by: actor.key, at: now, text: note }],
    said: '答复前不能进入下一步',
  }),
  tells: [{ whom: ['clerk', 'secretary', 'officer', 'party'], text: '监督委员会提出异议：{title}。{note}' }],
}

export const answerObjection: CommonRow = {
  label: '答复异议',
  told: '答复了监督异议',
  from: [],
  to: 'same',
  by: ['clerk', 'secretary', 'officer', 'director', 'lead'],
  note: 'required',
  tone: 'main',
  whilePending: true,
  whileObjected: true,
  guards: [hasObjection, isUnanswered, notObjector],
  effect: (matter, _patch, { actor, now }, note) => ({
    objections: changed(matter, { answer: { by: actor.key, at: now, text: note } }),
  }),
  tells: [{ whom: ['supervisor'], text: '异议已答复，请看：{title}。{note}' }],
}

export const acceptAnswer: CommonRow = {
  label: '认可答复',
  told: '认可了答复，异议解除',
  from: [],
  to: 'same',
  by: ['supervisor'],
  note: 'optional',
  tone: 'main',
  whilePending: true,
  whileObjected: true,
  guards: [hasObjection, isAnswered, notAnswerer],
  effect: (matter, _patch, { actor, now }, note) => ({
    objections: changed(matter, { closed: { by: actor.key, at: now, how: 'accepted', ...(note && { text: note }) } }),
  }),
  tells: [{ whom: ['clerk', 'secretary', 'officer'], text: '异议解除：{title}' }],
}

export const insist: CommonRow = {
  label: '不认可，请再答复',
  told: '不认可答复，请再答复',
  from: [],
  to: 'same',
  by: ['supervisor'],
  note: 'required',
  whilePending: true,
  whileObjected: true,
  guards: [hasObjection, isAnswered],
  effect: (matter) => ({ objections: changed(matter, { answer: undefined }) }),
  tells: [{ whom: ['clerk', 'secretary', 'officer'], text: '监督委员会请再答复：{title}。{note}' }],
}

export const overrule: CommonRow = {
  label: '裁定异议不成立',
  told: '裁定异议不成立，可以继续',
  from: [],
  to: 'same',
  by: ['officer', 'director'],
  note: 'required',
  whilePending: true,
  whileObjected: true,
  guards: [hasObjection, isAnswered, notAnswerer, notObjector],
  effect: (matter, _patch, { actor, now }, note) => ({
    objections: changed(matter, { closed: { by: actor.key, at: now, how: 'overruled', text: note } }),
  }),
  tells: [{ whom: ['supervisor', 'clerk'], text: '街道裁定异议不成立：{title}。{note}' }],
}

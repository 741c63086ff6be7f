// What a call may cost: SDK calls are the cost of everything here, so a write has four and a read two, on an instance that knows its streets.
// The test door holds every call that any test makes against this; what is decided to cost more stands in one table, with its reason.
import { api } from '../../cloudfunctions/api/modules'

const figures = { write: 4, read: 2 } as const

/** `each`: for every one of its items or lines besides. `sometimes`: otherwise it costs what others cost, which is watched too. */
type Dearer = { most: number; each?: number; sometimes?: true; why: string }
const applied = 'a step of the street’s own configuration is carried out with it (README, decisions)'
const leftBehind = 'where another request has left something half done, that is looked at or cleared away first'
const shifted = 'the activity’s shifts are made, ended or cancelled with it'
const forTwo = 'a sign-up or leaving of four calls, and whoever helps is read beside who is helped'
const directed = 'of a 定向募捐: the reader, and the campaign that names who may read it, besides the book'

/** By call; for the steps of matters by call, kind and step. */
// biome-ignore format: a table is read in columns.
export const dearer: Record<string, Dearer> = {
  'matters.act post.agree':              { most: 7, why: applied },
  'matters.act setup.agree':             { most: 8, why: applied },
  'matters.act declaration.agree':       { most: 6, why: applied },
  'matters.act declaration.endEarly':    { most: 6, why: applied },
  'matters.act declaration.writeReview': { most: 6, why: applied },
  'matters.act team.file':               { most: 8, why: applied },
  'matters.act team.takeLead':           { most: 9, why: applied },
  'matters.act team.end':                { most: 8, why: applied },
  'matters.act activity.agree':          { most: 5, why: shifted },
  'matters.act activity.finish':         { most: 6, why: 'its shifts are looked at for hours that wait to be confirmed' },
  'matters.act activity.cancel':         { most: 8, why: shifted },
  'matters.act activity.close':          { most: 5, why: shifted },
  'matters.act correction.correct':      { most: 5, why: 'the record is corrected with its correction' },
  'matters.act need.dispatch':           { most: 5, why: 'a right of 非常规 is judged on the declaration as it stands (README, decisions)' },
  'matters.act pledge.record':           { most: 7, sometimes: true, why: leftBehind },
  'matters.act allocation.spend':        { most: 7, sometimes: true, why: leftBehind },
  'matters.batch':                       { most: 1, each: 3, why: 'up to twenty matters, each read, written and told of' },
  'needs.near':                          { most: 3, why: 'the reader, the need that says where it lies, and those near it' },
  'organisation.raise':                  { most: 5, sometimes: true, why: 'a community that moves is looked for in matters and in homes' },
  'people.close':                        { most: 5, sometimes: true, why: 'whoever holds a post gives it up, in the street’s own document' },
  'people.home':                         { most: 3, sometimes: true, why: 'whoever has a place ahead: their shifts besides their matters' },
  'imports.step':                        { most: 6, why: 'two hundred rows of a file: what is there already, their numbers, and the rows' },
  'giving.importReport':                 { most: 14, why: 'a step of a file: each of its rows is a gift of its own' },
  'giving.confirm':                      { most: 3, each: 1, why: 'up to fifty gifts, each written' },
  'giving.around':                       { most: 3, sometimes: true, why: directed },
  'giving.campaign':                     { most: 3, sometimes: true, why: directed },
  'ledger.book':                         { most: 3, sometimes: true, why: directed },
  'ledger.postings':                     { most: 4, sometimes: true, why: directed },
  'goods.handover':                      { most: 6, sometimes: true, why: 'a campaign and whoever is helped by their code are both looked up; sent again, what was kept is read too' },
  'goods.chain':                         { most: 3, sometimes: true, why: 'of what not everybody may read: the reader, where it begins, and what follows' },
  'volunteers.signUp':                   { most: 8, sometimes: true, why: leftBehind },
  'volunteers.confirm':                  { most: 5, sometimes: true, why: leftBehind },
  'volunteers.spend':                    { most: 8, sometimes: true, why: leftBehind },
  'volunteers.signUpFor':                { most: 5, why: forTwo },
  'volunteers.leaveFor':                 { most: 5, why: forTwo },
  'volunteers.mark':                     { most: 3, each: 2, sometimes: true, why: 'of each whose shift was moved since, the time is claimed anew' },
  'volunteers.addWithoutPhone':          { most: 6, why: `${forTwo}; one more where an account has taken the card over` },
  'volunteers.joining':                  { most: 3, why: 'the clerk, both people by their codes, and whether the account was handed anything' },
  'volunteers.join':                     { most: 8, sometimes: true, why: leftBehind },
  'volunteers.certificateFor':           { most: 6, sometimes: true, why: 'sent again, who it is of and what was made for the same request are read too' },
  'volunteers.editShift':                { most: 6, sometimes: true, why: 'the activity’s own words and clock follow its shift, and are in its log first' },
  'volunteers.shifts':                   { most: 3, why: 'the reader, the activity that says who may know of it, and its shifts' },
}

/** `matters.act pledge.record`: as the table names it. */
const nameOf = (call: string, data: unknown, kind: string): string => {
  const { action } = (data ?? {}) as { action?: unknown }
  return call === 'matters.act' ? `${call} ${kind}.${String(action)}` : call
}

/** What others of its kind may cost; undefined for what is no call. */
export function figureOf(call: unknown): number | undefined {
  const [module = '', name = ''] = typeof call === 'string' ? call.split('.') : []
  const endpoints = Object.hasOwn(api, module)
    ? (api[module as keyof typeof api] as Record<string, { writes?: unknown }>)
    : {}
  if (!Object.hasOwn(endpoints, name)) return undefined
  return endpoints[name]?.writes ? figures.write : figures.read
}

/** What one call may cost. */
function mostFor(name: string, figure: number, data: unknown): number {
  const named = dearer[name]
  const { items, lines = items } = (data ?? {}) as { items?: unknown; lines?: unknown }
  return named ? named.most + (named.each ?? 0) * (Array.isArray(lines) ? lines.length : 0) : figure
}

/** `kind`: of the matter that the call is about. */
export type Spent = { call: unknown; data: unknown; calls: number; kind?: string; ok?: boolean }

/** So many calls of a kind say what it costs as a rule. */
const telling = 4

/** Of one door: each call that was made alone is noted; `wrong` says which kinds have cost more every time. */
export function spendings() {
  const kept = new Map<string, { least: number; figure: number; times: number }>()
  return {
    /** What is wrong with this very call; undefined when nothing is. What was refused says nothing of the rule. */
    note({ call, data, calls, kind = '', ok = true }: Spent): string | undefined {
      const figure = figureOf(call)
      if (typeof call !== 'string' || figure === undefined) return undefined
      const name = nameOf(call, data, kind)
      if (ok && dearer[name]?.sometimes) {
        const { least, times } = kept.get(name) ?? { least: calls, times: 0 }
        kept.set(name, { least: Math.min(least, calls), figure, times: times + 1 })
      }
      const most = mostFor(name, figure, data)
      return calls > most ? `${name} made ${calls} SDK calls and may make ${most} (test/support/costs.ts)` : undefined
    },
    wrong: (): string[] =>
      [...kept]
        .filter(([, { least, figure, times }]) => times >= telling && least > figure)
        .map(([name, { least }]) => `${name} made ${least} SDK calls or more every time (test/support/costs.ts)`),
  }
}

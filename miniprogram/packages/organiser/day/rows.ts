// The roster as rows to look at in a yard: who is left by the filter and the search, and what each row says. A phone shows some of a long
// roster at a time, so only these rows cross to the page.
import type { Api, Call } from '../../../../cloudfunctions/api/index'

export type Roster = Awaited<ReturnType<Call<Api['volunteers']['roster']>>>
export type Line = Roster['lines'][number]
export type Mark = Line['marks'][number]

export const markLabels: Record<Mark, string> = { in: '签到', out: '签退', sure: '确认在场', absent: '未到' }

const answerLabels = { confirm: '代为确认参加', leave: '代为退出' }

export const filters = [
  { key: 'all', label: '全部' },
  { key: 'expected', label: '还没到' },
  { key: 'here', label: '在场' },
  { key: 'unsure', label: '待确认' },
  { key: 'out', label: '已签退' },
  { key: 'others', label: '候补和退出' },
] as const
export type Filter = (typeof filters)[number]['key']

const isOther = ({ state }: Line): boolean => state === 'waiting' || state === 'left' || state === 'expired'
const passes: Record<Filter, (line: Line) => boolean> = {
  all: (line) => !isOther(line) || line.in !== undefined,
  expected: (line) => !isOther(line) && line.in === undefined && line.state !== 'absent',
  here: ({ in: came, out }) => came !== undefined && out === undefined,
  unsure: ({ unsure }) => unsure,
  out: ({ out }) => out !== undefined,
  others: isOther,
}

export const chosen = (lines: Line[], filter: Filter, search: string): Line[] =>
  lines.filter(
    (line) => passes[filter](line) && (!search || [line.name, ...line.with].some((name) => name.includes(search))),
  )

export const countsOf = (lines: Line[]): Record<Filter, number> =>
  Object.fromEntries(filters.map(({ key }) => [key, lines.filter(passes[key]).length])) as Record<Filter, number>

/** 09:02 签到（扫码） · 11:00 签退. */
function sayPresence({ in: came, inHow, out, outHow, label, state, standing, why }: Line): string {
  const clock = (time: string) => time.replace('今天 ', '')
  const parts = [
    ...(came ? [`${clock(came)} 签到（${inHow}）`] : []),
    ...(out ? [`${clock(out)} 签退（${outHow}）`] : []),
  ]
  if (standing === 'revoked') return [...parts, `时长${why}`].join(' · ')
  return parts.length && state === 'joined' ? parts.join(' · ') : [label, ...parts].join(' · ')
}

const button = (what: Mark) => ({ what, label: markLabels[what] })

export function rowOf(line: Line) {
  const [likely, ...rest] = line.marks
  const card = line.card ? `没有手机，编号 ${line.card}` : line.helped ? '代办报名' : ''
  const notes = [line.home, card, line.with.length ? `同行 ${line.with.join('、')}` : '', line.walkIn ? '现场加入' : '']
  return {
    line: line.line,
    name: line.name,
    card: line.card ?? '',
    notes: notes.filter(Boolean).join(' · '),
    says: sayPresence(line),
    tone:
      line.standing === 'revoked'
        ? 'plain'
        : line.unsure
          ? 'warn'
          : line.in
            ? 'ok'
            : line.state === 'absent'
              ? 'danger'
              : 'plain',
    // Not coming is never the tap that lies nearest.
    step: likely && likely !== 'absent' ? button(likely) : undefined,
    others: (likely === 'absent' ? line.marks : rest).map(button),
    answers: line.answers.map((what) => ({ what, label: answerLabels[what] })),
  }
}
export type Row = ReturnType<typeof rowOf>

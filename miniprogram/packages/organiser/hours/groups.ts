// The roster at close-out, in the order of what needs a look: unsure ones first, then what is not the reader's to confirm, forgotten
// check-outs, plain ones, who has no check-in, and what is done. Where a line stands is the server's word.
import type { Api, Call } from '../../../../cloudfunctions/api/index'

export type Roster = Awaited<ReturnType<Call<Api['volunteers']['roster']>>>
export type Line = Roster['lines'][number]
type Standing = Line['standing']

const groups: { key: Standing; label: string; hint: string }[] = [
  { key: 'unsure', label: '待确认在场', hint: '先看名单，确认这些人在场，再确认时长' },
  { key: 'own', label: '您自己的时长', hint: '须由另一个人确认' },
  { key: 'entered', label: '您补登的', hint: '须由另一个人确认' },
  { key: 'capped', label: '忘记签退', hint: '点姓名可以改成实际的分钟数' },
  { key: 'plain', label: '没有疑问', hint: '可以一次确认，也可以点姓名修改' },
  { key: 'none', label: '没有签到', hint: '来过的人，点姓名照纸质签到表补登' },
  { key: 'confirmed', label: '已确认', hint: '点姓名可以评价；确认错了的，由另一位工作人员撤销' },
  { key: 'revoked', label: '已撤销', hint: '不计时长和积分，志愿者的服务记录上写明理由' },
]

const isOnRoster = ({ state, standing }: Line): boolean =>
  standing !== 'none' || ['joined', 'waiting', 'offered', 'choosing', 'absent'].includes(state)

const clock = (time: string): string => time.replace('今天 ', '')
/** 09:02 到 11:00 · 3月7日 09:02 到 11:00: the day is said once. */
function sayTimes({ in: came, out, label }: Line): string {
  if (!came) return label
  if (!out) return `${clock(came)} 签到，没有签退`
  const day = came.slice(0, came.lastIndexOf(' ') + 1)
  return `${clock(came)} 到 ${clock(out.startsWith(day) ? out.slice(day.length) : out)}`
}

const rowOf = (line: Line) => ({
  line: line.line,
  name: line.name,
  says: sayTimes(line),
  minutes: line.minutes ?? line.measured,
  measured: line.measured,
  why: line.why,
  standing: line.standing,
  rated: line.rated ?? 0,
  revocable: line.revocable,
})
export type Row = ReturnType<typeof rowOf>
export type Group = { key: Standing; label: string; hint: string; count: number; rows: Row[] }

/** The first `most` rows of all, group by group. */
export function groupsOf(lines: Line[], most: number): { groups: Group[]; left: number } {
  const shown: Group[] = []
  let room = most
  let left = 0
  for (const group of groups) {
    const all = lines.filter((line) => line.standing === group.key && isOnRoster(line))
    const rows = all.slice(0, Math.max(0, room)).map(rowOf)
    room -= rows.length
    left += all.length - rows.length
    if (rows.length) shown.push({ ...group, count: all.length, rows })
  }
  return { groups: shown, left }
}

export const linesOf = (lines: Line[], standing: Standing): string[] =>
  lines.filter((line) => line.standing === standing).map(({ line }) => line)

// What one person may do with a shift now: the one button that says what it will do, what to know before pressing it, and whether there
// is something to leave. It asks the same questions as signing up does, so that no page restates a rule. Pure.
import * as z from 'zod'
import { dayMs, sayTime } from '../../core/clock'
import type { Problem } from '../../core/errors'
import { isHeld } from './agenda'
import { earlyMs } from './close-out'
import { asksOfEach } from './groups'
import { sayHours, saySpan } from './hours'
import { overlaps, unfit, type Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, Shift } from './shift'
import { hears } from './sign-up'
import { isFor } from './training'

export const Choice = z.object({
  action: z.enum(['signUp', 'confirm', 'scan', 'rate', 'profile', 'register', 'courses', 'none']),
  label: z.string(),
  note: z.string().optional(),
  leave: z.object({ label: z.string(), note: z.string() }).optional(),
})
export type Choice = z.infer<typeof Choice>

/** 前面 3 人 · 排第一位. */
export const sayAhead = (ahead: number): string => (ahead > 0 ? `前面 ${ahead} 人` : '排第一位')

const none = (label: string, note?: string): Choice => ({ action: 'none', label, ...(note && { note }) })

const noTrace = '没有签到记录。如到过现场，请联系组织者补登'

/** Leaving with less than a day's notice is told before it is done. */
function leaving(label: string, shift: Shift, seat: Seat, now: number): Choice['leave'] {
  const short = seat.state === 'joined' && shift.startsAt - now < dayMs
  return { label, note: short ? '离开始不足一天，会记为临时退出' : '退出后名额给候补的邻居' }
}

/** What is new, and what staying means. */
const sayAsks = (asks: string): string =>
  `${asks}有变化，${asks.includes('风险告知') ? '参加即接受新的风险告知' : '请看清后选择'}`

function choiceOfHolder(shift: Shift, seat: Seat, { key, volunteer: pass }: Volunteer, now: number): Choice {
  const ahead = shift.queue.findIndex(({ person }) => person === key)
  if (seat.revoked) return none('时长已撤销', `理由：${seat.revoked.words}。有疑问请联系组织者`)
  if (seat.confirmed) {
    const note = `已记 ${sayHours(seat.minutes ?? 0)}`
    return seat.rating ? none('已评价', note) : { action: 'rate', label: '评价这次活动', note }
  }
  if (seat.out) return none('已签退', '组织者确认后记入服务记录')
  if (seat.in) return { action: 'scan', label: '扫码签退' }
  if (shift.state === 'cancelled') return none('活动已取消', '您不用再来，可以报名其他班次')
  if (shift.state === 'closed') return none('已结束', noTrace)
  if (shift.startsAt > now) {
    if (seat.state === 'waiting') {
      const note = '轮到您时会通知您，请在期限内确认'
      return { ...none(`排队中（${sayAhead(ahead)}）`, note), leave: leaving('不再等候', shift, seat, now) }
    }
    if (seat.state === 'offered') {
      if ((seat.until ?? 0) < now) return none('确认时间已过', problems.SHIFT_NO_OFFER.message)
      const until = `请在${sayTime(seat.until ?? now, now)}前确认，过期名额给下一位`
      const note = seat.asks ? `${sayAsks(seat.asks)}。${until}` : until
      return { action: 'confirm', label: '确认参加', note, leave: leaving('放弃名额', shift, seat, now) }
    }
    if (seat.state === 'choosing') {
      const asks = seat.asks ?? '时间或地点'
      const leave = leaving('退出', shift, seat, now)
      const problem = pass && unfit(pass, shift, seat.with)
      if (problem) return { ...none('活动有变化', `${asks}有变化。${problem.message}`), leave }
      return { action: 'confirm', label: '仍然参加', note: sayAsks(asks), leave }
    }
    const leave = leaving('退出', shift, seat, now)
    if (now < shift.startsAt - earlyMs) return { ...none('已报名', '开始前三十分钟起可以扫码签到'), leave }
    return { action: 'scan', label: '扫码签到', leave }
  }
  if (now <= shift.endsAt && seat.state !== 'waiting') return { action: 'scan', label: '扫码签到' }
  return none('已结束', seat.state === 'waiting' ? '没有候补到名额' : noTrace)
}

/** What no filling in of a profile changes. */
const lasting: readonly Problem[] = [
  problems.SHIFT_UNDER_AGE,
  problems.SHIFT_TOO_YOUNG,
  problems.SHIFT_RESCUE_ADULT,
  problems.SHIFT_RISK_AGE,
]

/** `size`: the person and those who come along. */
export function choiceOf(shift: Shift, person: Volunteer | undefined, size: number, now: number): Choice {
  const seat = person && shift.roster[person.key]
  if (person && seat && isHeld(seat)) return choiceOfHolder(shift, seat, person, now)
  if (shift.state === 'cancelled') return none('活动已取消')
  if (shift.state === 'closed' || shift.endsAt <= now) return none('已结束')
  if (shift.startsAt <= now) return none('已经开始', '现场还有名额时，可以扫签到码直接加入')
  // Whose home isn't known yet may well live where it is called for.
  if (!person || (!person.building && !hears(person, shift))) return { action: 'register', label: '选择楼栋后报名' }
  if (!hears(person, shift)) return none('暂不面向您的社区', problems.SHIFT_UNREACHED.message)
  const pass = person.volunteer
  if (!pass) return { action: 'profile', label: '先填写志愿者资料', note: '只需出生日期，其他可以不填' }
  if (!isFor(shift.gives, person.grants, now)) return none('暂不能报名', problems.SHIFT_PROGRAMME.message)
  const problem = unfit(pass, shift, Array(size - 1).fill(''))
  if (problem && lasting.includes(problem)) return none('暂不能报名', problem.message)
  if (problem === problems.SHIFT_TRAINING_MISSING)
    return { action: 'courses', label: '看可以报名的培训', note: problem.message }
  if (size > 1 && asksOfEach(shift)) return none('请各自报名', problems.SHIFT_EACH.message)
  // Whom a child comes with is asked beside the button.
  if (problem === problems.SHIFT_COMPANION_MISSING) return { action: 'signUp', label: '报名', note: problem.message }
  if (problem) return { action: 'profile', label: '完善志愿者资料', note: problem.message }
  // Another place held then is named, and judged again when the button is pressed: what looks held may be left over.
  const other = pass.agenda.find((held) => held.shift !== shift._id && overlaps(held, shift))
  const note = other && `这个时间您还报名了：${other.title}（${saySpan(other, now)}）`
  const may = (label: string): Choice => ({ action: 'signUp', label, ...(note && { note }) })
  if (shift.waiting === 0 && shift.taken + size <= shift.capacity) return may(size > 1 ? `报名（${size} 人）` : '报名')
  if (shift.waiting < shift.waitingMax) return may(`排队等候（${sayAhead(shift.waiting)}）`)
  return none('名额和候补都已满', '请选择其他班次')
}

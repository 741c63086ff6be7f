// A month of volunteering on the demo street, and what is planned for the next two weeks: who called, who came, who waited, what came of it.
// Told through the real door as the people concerned at the times concerned; a refused call stops the seed.
import { dayMs, hourMs, minuteMs, onOf, startOf } from '../../cloudfunctions/api/core/clock'
import { afterWorkingDays } from '../../cloudfunctions/api/core/deadline'
import { teamBodyId } from '../../cloudfunctions/api/modules/volunteers/team'
import { type ActivityName, inputOf } from './activities'
import type { Diary } from './diary'
import { tellRewards } from './rewards'
import { sunny } from './street'
import { profiles } from './volunteer-people'
import { demoId, type Held, openidOf, type Span, shiftId, volunteeringIn } from './volunteering'

export function tellVolunteering(diary: Diary, now = Date.now()): void {
  const story = volunteeringIn(diary)
  const { call, enter } = diary
  const today = startOf(onOf(now))
  /** moment(-3, 9.5): half past nine, three days ago. */
  const moment = (days: number, hour: number): number => today + days * dayMs + hour * hourMs
  const span = (days: number, from: number, hours: number): Span => ({
    startsAt: moment(days, from),
    endsAt: moment(days, from + hours),
  })
  const policy = { insurer: '示例财产保险', no: 'ZY20260001', until: moment(330, 0) }

  /** Called for at nine on a day, agreed to by others, and its clock. */
  function activity(name: ActivityName, on: number, by: string, agree: string[], times: Span[], more: object = {}) {
    story.publish(moment(on, 9), name, by, { ...inputOf(name, more), times }, agree)
    story.pass(name, times, now)
  }
  /** People sign up that evening; then they come, and somebody else confirms within a day. */
  function held(name: ActivityName, on: number, at: Span, told: Omit<Held, 'activity' | keyof Span>, by?: string) {
    const shift: Held = { activity: name, ...at, ...told }
    story.signUps(moment(on, 19), shift, shift.people)
    story.attend(shift)
    if (by) story.confirm(at.endsAt + 20 * hourMs, by, shift)
  }
  const over = (name: ActivityName, by: string, { endsAt }: Span, words?: string) =>
    story.close(endsAt + 26 * hourMs, by, name, words)
  const comes = (name: ActivityName, on: number, people: string[], where: { time?: number; post?: number } = {}) =>
    story.signUps(moment(on, 18), { activity: name, ...where }, people)

  enter(moment(-31, 8), 'profiles', () =>
    Promise.all(
      profiles(policy.until).map(([openid, profile], index) =>
        call(moment(-31, 8) + index * 7 * minuteMs, openid, 'volunteers.saveProfile', profile),
      ),
    ),
  )

  const stairs = span(-27, 9, 2)
  activity('stairs', -29, 'demo-he', ['demo-liu'], [stairs])
  const sweepers = ['demo-lin', '夏荷花', '曾芦苇', '白玉兰', '胡杨林', '范香樟', '卢松子']
  const door = { absent: ['卢松子'], walkIns: ['石冬青'] }
  held('stairs', -29, stairs, { organiser: 'demo-he', people: sweepers, ...door }, 'demo-liu')
  held(
    'stairs',
    -29,
    stairs,
    { post: 1, organiser: 'demo-he', people: ['叶白桦', 'demo-qian'], list: true },
    'demo-liu',
  )
  const dizzy = '4 栋有位老人头晕，扶回家休息，下午已好转。'
  enter(moment(-27, 10), 'stairs', () => story.act(moment(-27, 10), 'demo-he', demoId('stairs'), 'noteIncident', dizzy))
  const swept = '十个人两小时，六个单元的楼道都清了一遍，清出旧物三车。3 栋李阿姨煮了绿豆汤送下来。'
  over('stairs', 'demo-he', stairs, swept)

  const cuts = [span(-23, 9, 2.5), span(-9, 9, 2.5)] as const
  activity('haircut', -28, 'demo-he', ['demo-han'], [...cuts])
  const cut = { organiser: 'demo-he', list: true }
  held('haircut', -27, cuts[0], { ...cut, people: ['梁海棠', '方茉莉'] }, 'demo-han')
  held('haircut', -27, cuts[0], { ...cut, post: 1, people: ['丁香叶', '白玉兰', '金桂花', 'demo-zhou'] }, 'demo-han')
  held('haircut', -15, cuts[1], { ...cut, time: 1, people: ['梁海棠'] }, 'demo-han')
  const again = { time: 1, post: 1, paper: ['林晓'] }
  held('haircut', -15, cuts[1], { ...cut, ...again, people: ['丁香叶', '白玉兰', 'demo-lin'] }, 'demo-han')
  over('haircut', 'demo-he', cuts[1])

  const fraud = span(-20, 15, 2)
  activity('fraud', -25, 'demo-liu', ['demo-han'], [fraud])
  const visitors = ['沈白杨', 'demo-lin', 'demo-he', '夏荷花', '江紫藤']
  held('fraud', -24, fraud, { organiser: 'demo-liu', people: visitors, forgot: ['江紫藤'] }, 'demo-han')
  const warned = '走了四栋楼，和六十多户聊过，帮十一位老人装好了防骗提醒。下个月去还没走到的两栋。'
  over('fraud', 'demo-liu', fraud, warned)

  const aid = span(-18, 9, 3)
  activity('aid', -24, 'demo-zheng', ['demo-liu'], [aid])
  const pupils = ['demo-lin', 'demo-qian', '石冬青', '苏银杏', '曾芦苇', '罗石榴', '夏荷花', '胡杨林', 'demo-he']
  held('aid', -23, aid, { organiser: 'demo-zheng', people: pupils, list: true }, 'demo-zheng')
  over('aid', 'demo-zheng', aid)

  const lessons = [-15, -8, -1, 6].map((day) => span(day, 18, 2)) as [Span, Span, Span, Span]
  activity('homework', -21, 'demo-zheng', ['demo-liu'], lessons)
  const taught = { organiser: 'demo-zheng', list: true }
  const tutors = ['叶白桦', '柳青竹', 'demo-lin']
  held('homework', -20, lessons[0], { ...taught, people: tutors }, 'demo-liu')
  held('homework', -20, lessons[0], { ...taught, post: 1, people: ['方茉莉', '范香樟'] }, 'demo-liu')
  held('homework', -13, lessons[1], { ...taught, time: 1, people: tutors }, 'demo-liu')
  held('homework', -13, lessons[1], { ...taught, time: 1, post: 1, people: ['方茉莉'] }, 'demo-liu')
  // Yesterday's hours are not confirmed yet, and the last evening is still to come.
  held('homework', -5, lessons[2], { ...taught, time: 2, people: ['叶白桦', '柳青竹'] })
  comes('homework', -2, ['叶白桦', 'demo-lin'], { time: 3 })
  comes('homework', -2, ['范香樟'], { time: 3, post: 1 })

  const team = { id: demoId('team'), area: sunny, title: '晨露护河队', name: '老苏' }
  const purpose = '每周清早沿河走一圈，捡拾垃圾，看护栏和救生圈是否完好。'
  enter(moment(-29, 12), 'team', () =>
    call(moment(-29, 12), openidOf('苏银杏'), 'volunteers.registerTeam', { ...team, words: purpose }),
  )
  enter(moment(-28, 10), 'team', () =>
    story.act(moment(-28, 10), 'demo-liu', team.id, 'file', '欢迎，请记得两人同行。'),
  )
  for (const [index, [who, name]] of [
    ['曾芦苇', '小曾'],
    ['石冬青', '冬青'],
    ['罗石榴', '罗师傅'],
    ['demo-he', '何青'],
  ].entries())
    enter(moment(-26 + index, 20), 'team', () =>
      story.act(moment(-26 + index, 20), who as string, team.id, 'join', '', { name }),
    )
  const [river, nextRiver] = [span(-12, 6.5, 2), span(3, 6.5, 2)]
  activity('river', -17, '苏银杏', ['demo-liu'], [river, nextRiver], { body: teamBodyId(team.id), insurance: policy })
  const rangers = ['苏银杏', '曾芦苇', '石冬青', '罗石榴', 'demo-he', 'demo-lin']
  held('river', -16, river, { organiser: '苏银杏', people: rangers }, 'demo-liu')
  comes('river', -3, ['苏银杏', '石冬青', 'demo-he'], { time: 1 })

  const parking = span(-10, 19, 1.5)
  activity('parking', -14, 'demo-liu', ['demo-zhao'], [parking])
  const speakers = ['demo-zhou', 'demo-lin', 'demo-qian', '沈白杨', '罗石榴', '卢松子', '江紫藤']
  held('parking', -14, parking, { organiser: 'demo-liu', people: speakers, list: true }, 'demo-han')
  over('parking', 'demo-liu', parking)

  activity('trees', -5, 'demo-zheng', ['demo-liu', 'demo-gao'], [span(8, 8, 3)], { insurance: policy })
  comes('trees', -4, ['石冬青', '曾芦苇'])
  comes('trees', -4, ['罗石榴', 'demo-lin'], { post: 1 })

  activity('film', -8, 'demo-liu', ['demo-han'], [span(-3, 18.5, 2)])
  comes('film', -7, ['江紫藤', '卢松子', '胡杨林', 'demo-qian'])
  const rain = '预报有大雨，改期后再通知大家。'
  enter(moment(-4, 16), 'film', () => story.act(moment(-4, 16), 'demo-liu', demoId('film'), 'cancel', rain))

  const clinic = span(-2, 9, 2.5)
  activity('clinic', -7, 'demo-liu', ['demo-han'], [clinic])
  const guides = ['demo-zhou', '丁香叶', '方茉莉', 'demo-he']
  held('clinic', -6, clinic, { organiser: 'demo-liu', people: guides, printed: ['方茉莉'] })
  held('clinic', -6, clinic, { post: 1, organiser: 'demo-liu', people: ['顾木槿', '金桂花'], list: true }, 'demo-han')

  // Its ten working days are over, whatever holidays lie between.
  let ago = 15
  while (afterWorkingDays(moment(-ago, 16), 10) > moment(-1, 0)) ago++
  const shelves = span(-ago, 14, 2)
  activity('shelves', -ago - 1, 'demo-he', ['demo-liu'], [shelves])
  held('shelves', -ago - 1, shelves, { organiser: 'demo-he', people: ['柳青竹', '夏荷花', 'demo-qian'], list: true })
  diary.strike(moment(-1, 9), 'shelves', demoId('shelves'), ['remindLate'])

  activity('birthday', -6, 'demo-he', ['demo-liu'], [span(5, 14, 2.5)])
  const wanted = ['方茉莉', '丁香叶', '白玉兰', '江紫藤', '夏荷花', 'demo-qian']
  story.signUps(moment(-5, 18), { activity: 'birthday' }, wanted, true)
  comes('birthday', -5, ['金桂花', '叶白桦', 'demo-lin+林小满', '卢松子'], { post: 1 })
  enter(now - hourMs, 'birthday', () =>
    call(now - hourMs, openidOf('江紫藤'), 'volunteers.leave', { id: shiftId('birthday'), request: story.request() }),
  )

  activity('market', -6, 'demo-liu', ['demo-han'], [span(2, 9, 3)])
  comes('market', -5, ['demo-qian', '胡杨林'])
  comes('market', -5, ['罗石榴'], { post: 1 })
  enter(moment(-2, 12), 'market', () =>
    call(moment(-2, 12), 'demo-liu', 'volunteers.climb', { id: shiftId('market'), request: story.request() }),
  )
  comes('market', -2, ['竺水仙', '车前子'])

  const halfHour = 30 * minuteMs
  const startsAt = Math.floor(now / halfHour) * halfHour
  const patrol = { startsAt, endsAt: startsAt + 2 * hourMs }
  activity('patrol', -4, 'demo-he', ['demo-han'], [patrol])
  comes('patrol', -3, ['沈白杨', '白玉兰', 'demo-lin', '卢松子', '胡杨林'])
  const here = { activity: 'patrol', organiser: 'demo-he', people: ['沈白杨', '白玉兰', '卢松子'] }
  story.arrive(startsAt - 10 * minuteMs, { ...here, ...patrol })

  activity('drill', -3, 'demo-zheng', ['demo-liu'], [span(9, 9, 3)])
  comes('drill', -2, ['沈白杨', '江紫藤', 'demo-zhou'])

  activity('clothes', -1, 'demo-he', [], [span(10, 14, 2)])
  activity('reading', -4, 'demo-zheng', ['demo-wei'], [span(4, 10, 1.5)])
  comes('reading', -3, ['葛藤萝', '米兰香', 'demo-chen'])

  tellRewards(diary, story, moment)
  // What lies in an inbox has been read up to last night.
  for (const openid of [
    'demo-liu',
    'demo-han',
    'demo-zhao',
    'demo-gao',
    'demo-zheng',
    'demo-he',
    'demo-lin',
    'demo-zhou',
  ])
    enter(moment(-1, 22), openid, () => call(moment(-1, 22), openid, 'people.read', {}))
}

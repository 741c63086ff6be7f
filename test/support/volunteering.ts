// Activities, teams, honours and corrections in the statuses they can be in: made through the real door by the people of the world.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { act, activityInput, enrol, freshId, ok, request, saturday, saturdayEnd, signUp } from './activities'
import { wednesday } from './clock'
import type { Door } from './door'
import type { Raised } from './raised'
import { plum, type Who } from './world'

type Step = [who: Who | 'time', action: string, now?: number, more?: object]
const evening = saturdayEnd + dayMs / 4

export async function volunteeringMatters(door: Door): Promise<Raised[]> {
  await enrol(door, 'author', 'neighbour')
  await door.store.change('people', { key: 'pneighbour' }, { code: 'NEIGHBOUR1'.slice(0, 8) })
  const made: Raised[] = []
  const keep = async (what: string, id: string, now: number) => {
    const matter = await door.matter(id)
    const { label } = kindOf(matter.kind)
    made.push({ what: `${what}: ${label} ${matter.status}${matter.pending ? ', waiting' : ''}`, matter, now })
  }
  const story = async (call: string, by: Who, input: { id: string }, steps: Step[]): Promise<string> => {
    ok(await door.call(by, `volunteers.${call}`, input))
    await keep(by, input.id, wednesday)
    for (const [who, action, now = wednesday, more] of steps) {
      if (who === 'time') await passTime.run({ store: door.store, now })
      else ok(await act(door, who, input.id, action, more, now))
      await keep(`${who} ${action}`, input.id, now)
    }
    return input.id
  }
  const published: Step[] = [
    ['volunteer', 'publish'],
    ['clerk', 'agree'],
  ]
  const id = await story('draft', 'volunteer', activityInput(), published)
  const shift = `${id}_0_0`
  ok(await signUp(door, 'author', shift))
  const { lines } = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }))
  const all = lines.map(({ line }: { line: string }) => line)
  for (const [what, now] of [
    ['in', saturday],
    ['out', saturdayEnd],
  ] as const)
    ok(await door.call('volunteer', 'volunteers.mark', { id: shift, lines: all, what, request: request() }, now))
  const confirmed = all.map((line: string) => ({ line }))
  ok(await door.call('clerk', 'volunteers.confirmHours', { id: shift, lines: confirmed, request: request() }, evening))
  for (const now of [saturday, saturdayEnd]) {
    await passTime.run({ store: door.store, now })
    await keep('time', id, now)
  }
  ok(await act(door, 'volunteer', id, 'close', {}, evening))
  await keep('volunteer close', id, evening)
  await story(
    'draft',
    'volunteer',
    activityInput({
      posts: [{ name: '登高', places: 2, training: '登高' }],
      risk: 'high',
      notice: '登高有风险，请系安全带。',
      insurance: { insurer: '平安', no: 'P1', until: saturday + 9 * dayMs },
      socialWorker: '郑立秋',
    }),
    [
      ['volunteer', 'publish'],
      ['clerk', 'agree'],
      ['officer', 'agree'],
      ['clerk', 'cancel', wednesday, { note: '大雨' }],
    ],
  )
  await story('draft', 'volunteer', activityInput(), [['volunteer', 'drop']])
  const correction = { record: `hour_${shift}_pauthor`, minutes: 90, words: '签退晚了一些' }
  for (const step of [
    ['clerk', 'correct', evening, { patch: { minutes: 90 } }],
    ['clerk', 'uphold', evening, { note: '与名单一致' }],
    ['author', 'withdraw', evening],
  ] as Step[]) {
    const asked = { id: freshId(), ...correction }
    ok(await door.call('author', 'volunteers.askCorrection', asked, evening))
    await keep('author', asked.id, evening)
    ok(await act(door, step[0] as Who, asked.id, step[1], step[3], evening))
    await keep(step[1], asked.id, evening)
  }
  const team = { area: plum, title: '护河队', words: '清早巡河，捡拾垃圾。', name: '小满' }
  await story('registerTeam', 'author', { id: freshId(), ...team }, [
    ['clerk', 'file'],
    ['neighbour', 'join', wednesday, { patch: { name: '阿芳' } }],
    ['clerk', 'end', wednesday, { note: '并入社区队' }],
  ])
  await story('registerTeam', 'author', { id: freshId(), ...team }, [
    ['clerk', 'turnDown', wednesday, { note: '已有同样的队' }],
  ])
  const honour = { award: 'neighbour', code: 'NEIGHBOU', words: '十年来一直帮楼里的老人取快递。' }
  await story('nominate', 'author', { id: freshId(), ...honour }, [
    ['neighbour', 'consent'],
    ['time', 'count', wednesday + 10 * dayMs],
    ['clerk', 'notNow', wednesday + 10 * dayMs, { note: '今年名额已满' }],
  ])
  await story('nominate', 'author', { id: freshId(), ...honour }, [['neighbour', 'refuse']])
  return made
}

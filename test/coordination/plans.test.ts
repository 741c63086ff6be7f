// Plans of communities and purchases of the street: both committees on one file, the street after them, and nothing done twice.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { chooseRoute, planRoutes, routes } from '../../cloudfunctions/api/core/routes'
import { overlap, type Plan } from '../../cloudfunctions/api/modules/plans/document'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, plum, streetPath, type Who } from '../support/world'
import { desk, on, planValues } from './raised'

let door: Door
beforeEach(async () => {
  door = await theDoor()
})
afterEach(() => door.close())
const { raise, act } = desk(() => door)
const planOf = async (who: Who, change: object = {}, way = 'community', area = plum) => {
  const told = await raise(who, 'plan', way, area, planValues(change))
  if (!told.ok) throw new Error(JSON.stringify(told.error))
  return told.data.id as string
}
const heard = async (id: string) => {
  for (const who of ['supervisor', 'socialWorker'] as const) await act(who, id, 'opine', '没有意见', { agrees: 'yes' })
}
const say = async (told: ReturnType<typeof act>) => {
  const { ok, data, error } = await told
  return ok ? data.statusText : error?.code
}

test('a plan is heard, signed by both committees, refused once by the street, signed again, and begins', async () => {
  const id = await planOf('clerk')
  expect(await say(act('clerk', id, 'submit'))).toBe('PLAN_UNHEARD')
  await heard(id)
  expect(await say(act('clerk', id, 'opine', '同意', { agrees: 'yes' }))).toBe('拟定中')
  expect(await say(act('supervisor', id, 'opine', '再说一次', { agrees: 'no' }))).toBe('PLAN_HEARD')
  expect(await say(act('clerk', id, 'submit'))).toBe('拟定中（会签中）')
  // Both see the same file at once.
  for (const who of ['clerk2', 'secretary'] as const) {
    const { data } = await door.call(who, 'matters.desk', { street: streetPath, section: 'decide' })
    expect(data.cards.map((card: { id: string }) => card.id)).toEqual([id])
  }
  expect(await say(act('clerk', id, 'agree'))).toBe('NOT_OWN')
  expect(await say(act('officer', id, 'agree'))).toBe('NOT_PERMITTED')
  await act('secretary', id, 'agree')
  await act('clerk2', id, 'agree')
  expect(await say(act('officer', id, 'decline', '预算请写明细'))).toBe('拟定中')
  await act('clerk', id, 'submit')
  await act('clerk2', id, 'agree')
  await act('secretary', id, 'agree')
  expect(await say(act('officer', id, 'agree'))).toBe('已通过')
  expect(await say(act('clerk', id, 'start'))).toBe('实施中')
  expect(await say(act('clerk', id, 'finish', '送餐 360 份'))).toBe('已完成')
})

test('an overlap stands in the way of both until it is resolved, from either side', async () => {
  const bought = await planOf('officer', { title: '街道购买助餐服务', mode: 'govern' }, 'purchase', streetPath)
  const told = await raise('clerk', 'plan', 'community', plum, planValues())
  expect(JSON.stringify(told.data)).toContain('街道购买助餐服务')
  const own = told.data.id as string
  await heard(own)
  expect(await say(act('clerk', own, 'submit'))).toBe('PLAN_OVERLAP')
  await act('secretary', bought, 'opine', '已知', { agrees: 'yes' })
  expect(await say(act('officer', bought, 'submit'))).toBe('PLAN_OVERLAP')
  const { groups } = (await door.call('officer', 'plans.board', { street: streetPath })).data
  expect(groups[0].plans.map(({ repeats }: { repeats: string[] }) => repeats.length)).toEqual([1, 1])
  // Words that are not yet checked are shown to nobody who does not work on them.
  expect((await door.call('dewResident', 'plans.board', { street: streetPath })).data.groups).toEqual([])
  // Kept with a reason that the street has agreed to.
  await act('clerk', own, 'keepBoth', '街道的送餐只到中午，社区的管晚饭')
  expect(await say(act('director', own, 'agree'))).toBe('拟定中')
  expect(await say(act('officer', bought, 'submit'))).toBe('拟定中（会签中）')
  expect(await say(act('clerk', own, 'submit'))).toBe('拟定中（会签中）')
})

test('an overlap is merged, or moved away', async () => {
  const bought = await planOf('officer', { title: '街道购买助餐服务' }, 'purchase', plum)
  const own = await planOf('clerk')
  const third = await planOf('secretary', { title: '第三项助餐计划' })
  expect(await say(act('clerk', own, 'merge', '一起办', { into: 'no-such-plan' }))).toBe('PLAN_MERGE_TARGET')
  expect(await say(act('clerk', own, 'merge', '一起办', { into: bought }))).toBe('已合并')
  await act('secretary', third, 'moveWeeks', '放到春天', { from: on(120), until: on(150) })
  await heard(third)
  expect(await say(act('secretary', third, 'submit'))).toBe('拟定中（会签中）')
  expect(await say(act('secretary', bought, 'cancel', '不办了'))).toBe('NOT_PERMITTED')
})

test('what a phone says about overlaps is not believed', async () => {
  await planOf('officer', { title: '街道购买助餐服务' }, 'purchase', plum)
  const own = await planOf('clerk')
  await heard(own)
  expect(await say(act('clerk', own, 'submit', '', { overlaps: [] }))).toBe('PLAN_OVERLAP')
})

test.each<[string, object, string, string]>([
  ['an end before the start', { until: on(10) }, 'PLAN_ORDER', 'patch.until'],
  ['weeks that are over', { from: on(-40), until: on(-10) }, 'PLAN_PAST', 'patch.until'],
  ['two years', { until: on(800) }, 'PLAN_LONG', 'patch.until'],
  ['less than nothing', { amount: -1 }, 'INPUT_INVALID', 'patch.amount'],
  ['words for an amount', { amount: '很多' }, 'INPUT_INVALID', 'patch.amount'],
  ['a mode that is none', { mode: 'alone' }, 'INPUT_INVALID', 'patch.mode'],
])('%s is refused at its field', async (_what, change, code, field) => {
  const told = await raise('clerk', 'plan', 'community', plum, planValues(change))
  expect([codeOf(told), Object.keys(told.error?.fields ?? {})[0]]).toEqual([code, field])
})

test('nobody of the other community has a step in it', async () => {
  const id = await planOf('clerk')
  for (const who of ['dewClerk', 'dewSecretary', 'farOfficer'] as const)
    for (const action of ['submit', 'cancel', 'arrange', 'object', 'delegate'])
      expect([who, action, codeOf(await act(who, id, action, '说明'))]).toEqual([who, action, 'MATTER_MISSING'])
  expect(codeOf(await raise('dewClerk', 'plan', 'community', plum, planValues()))).toBe('NOT_PERMITTED')
  expect(codeOf(await raise('clerk', 'plan', 'community', dew, planValues()))).toBe('NOT_PERMITTED')
})

test('the route is chosen by period, mode and amount, and every route it can choose exists', () => {
  const on = { mode: 'consult', by: 'community', period: 'routine', amount: 0 }
  expect([
    chooseRoute(planRoutes, on),
    chooseRoute(planRoutes, { ...on, amount: 5_000_000 }),
    chooseRoute(planRoutes, { ...on, mode: 'participate' }),
    chooseRoute(planRoutes, { ...on, mode: 'govern' }),
    chooseRoute(planRoutes, { ...on, mode: 'govern', by: 'purchase' }),
    chooseRoute(planRoutes, { ...on, period: 'emergency', amount: 9_000_000 }),
  ]).toEqual(['planConsult', 'planLarge', 'planParticipate', 'planGovern', 'planPurchase', 'planEmergency'])
  for (const { route } of planRoutes) expect(Object.keys(routes)).toContain(route)
})

test('two plans overlap only in category, audience, place and weeks together', () => {
  const plan = (change: object = {}, area = plum) =>
    ({
      _id: JSON.stringify([change, area]),
      area,
      body: { category: 'care', audience: 'elders', from: 10, until: 20, ...change },
    }) as unknown as Plan
  const one = plan()
  const others: [string, Plan, boolean][] = [
    ['the same for everybody', plan({ audience: 'all' }), true],
    ['the whole street', plan({ from: 19 }, streetPath), true],
    ['the week after', plan({ from: 20, until: 30 }), false],
    ['children', plan({ audience: 'children' }), false],
    ['another community', plan({}, dew), false],
    ['another category', plan({ category: 'children' }), false],
  ]
  for (const [what, other, expected] of others)
    expect([what, overlap(one, other), overlap(other, one)]).toEqual([what, expected, expected])
})

test('a silent committee is reminded, then the street may sign for it, then the plan goes back', async () => {
  const id = await planOf('clerk')
  await heard(id)
  await act('clerk', id, 'submit')
  const { passTime } = await import('../../cloudfunctions/api/modules/matters/jobs')
  const run = (days: number) => passTime.run({ store: door.store, now: wednesday + days * dayMs })
  await run(8)
  expect((await door.matter(id)).pending?.reminded).toBe(true)
  await run(14)
  expect((await door.matter(id)).pending?.up).toBe(true)
  const told = await act('officer', id, 'agree', '', {}, wednesday + 15 * dayMs)
  expect(told.ok).toBe(true)
  await run(30)
  expect((await door.matter(id)).pending).toBeNull()
})

// What each reader sees: names and numbers masked, internal notes for those who work on it, nothing of what others keep to themselves.
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { cardOf, isVisible, MatterView, viewOf } from '../../cloudfunctions/api/core/view'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { wednesday } from '../support/clock'
import { aNeed, type NeedOptions, ruleFor } from '../support/needs'
import { actor, everybody, type Who } from '../support/world'

const need = (options: NeedOptions = {}) => aNeed(options) as unknown as Matter
const shown = (matter: Matter, who: Who) => MatterView.parse(viewOf(needKind, matter, ruleFor(who)))
const seers = (matter: Matter) => everybody.filter((who) => isVisible(needKind, matter, actor(who)))
const workers = ['clerk', 'clerk2', 'secretary', 'gridWorker', 'supervisor', 'officer', 'director', 'both'] as const

test('a private need is known to its author and to those who work there, and to nobody else', () => {
  const known = seers(need({ input: { visibility: 'private' } }))
  expect(known.sort()).toEqual(['author', ...workers].sort())
  expect(isVisible(needKind, need({ input: { visibility: 'private' } }), undefined)).toBe(false)
})

test('a public need is for everybody once it has been checked, not before, and not after it is withdrawn', () => {
  expect(seers(need())).toEqual(everybody)
  const unchecked = need()
  unchecked.beside.check = 'waiting'
  expect(seers(unchecked)).not.toContain('neighbour')
  expect(isVisible(needKind, unchecked, undefined)).toBe(false)
  expect(seers(need({ status: 'withdrawn' }))).not.toContain('neighbour')
})

test('a body sees a private need while it works on it, and no longer', () => {
  const input = { visibility: 'private' } as const
  expect(seers(need({ status: 'assigned', input }))).toContain('manager')
  const back = need({ status: 'disputed', input, steps: [{ as: 'clerk2', action: 'upholdDispute' }] })
  expect(seers(back)).not.toContain('manager')
})

test.each<[Who, boolean, string]>([
  ['author', false, '我'],
  ['neighbour', false, '1 栋居民'],
  ['neighbour', true, '一位居民'],
  ['clerk', true, '周**'],
  ['officer', false, '周**'],
])('%s reads of an author (anonymous: %p): %s', (who, anonymous, author) => {
  expect(shown(need({ input: { anonymous } }), who).author).toBe(author)
})

test('an internal note is for those who work on it', () => {
  const noted = need({ status: 'accepted', steps: [{ as: 'clerk', action: 'say', note: '内部备注：屋主难找' }] })
  const readers = everybody.filter((who) => JSON.stringify(shown(noted, who)).includes('屋主难找'))
  expect(readers.sort()).toEqual([...workers].sort())
})

test('photos wait for their check, except for the author and those who work on it', () => {
  const matter = need({ input: { photos: ['cloud://local-env/a.jpg'] } })
  matter.beside.check = 'review'
  expect(everybody.filter((who) => shown(matter, who).photos.length).sort()).toEqual(['author', ...workers].sort())
  expect(shown(matter, 'author').checking).toBe(true)
})

test('that there is a phone number is told to those who work on it only', () => {
  expect(everybody.filter((who) => shown(need(), who).hasContact).sort()).toEqual([...workers].sort())
})

test('a card offers its one button to whose turn it is, and to nobody else', () => {
  const offered = everybody.filter((who) => cardOf(needKind, need(), ruleFor(who)).button)
  expect(offered.sort()).toEqual(['both', 'clerk', 'clerk2'])
})

test('the timeline says who in words everybody may read, newest first', () => {
  const timeline = shown(need({ status: 'answered' }), 'neighbour').timeline
  expect(timeline.map(({ who, told }) => `${who}${told}`)).toEqual([
    '杏花物业办理完成',
    '杏花物业接受了派单',
    '杏花社区居民委员会派单',
    '杏花社区居民委员会受理了诉求',
    '居民提交了诉求',
  ])
})

test('a reader is told the next step with its date and its handler', () => {
  expect(cardOf(needKind, need(), ruleFor('author')).next).toMatch(/^杏花社区居民委员会将在 ?明天 ?前受理$/)
  expect(shown(need({ status: 'assigned' }), 'author').next).toMatch(/^杏花物业将在 ?3月\d+日 ?前办理$/)
  expect(cardOf(needKind, need({ status: 'joint' }), ruleFor('author')).next).toMatch(/^城市管理办公室牵头/)
  expect(cardOf(needKind, need(), { ...ruleFor('author'), now: wednesday }).due?.text).toBe('还剩 1 个工作日')
})

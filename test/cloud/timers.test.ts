// When timers fire: seven-field cron in Shanghai's time, and a clock that can be moved forward.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startCloud } from '../../local/cloud'
import { firingsBetween, scheduleOf } from '../../local/cloud/schedule'
import { type Here, here } from './here'

const shanghai = (text: string) => Date.parse(`${text}+08:00`)
const between = (config: string, from: string, to: string, most = 500) =>
  firingsBetween(scheduleOf(config), shanghai(from), shanghai(to), most).map((at) =>
    new Date(at + 8 * 3_600_000).toISOString().slice(0, 19),
  )

test('a time of day is Shanghai’s, and a beginning does not count while an end does', () => {
  expect(between('0 30 8 * * * *', '2026-03-01T08:30:00', '2026-03-03T08:30:00')).toEqual([
    '2026-03-02T08:30:00',
    '2026-03-03T08:30:00',
  ])
  expect(between('*/20 59 23 31 12 * 2026', '2025-01-01T00:00:00', '2028-01-01T00:00:00')).toEqual(
    ['00', '20', '40'].map((second) => `2026-12-31T23:59:${second}`),
  )
})

test('a day and a weekday together: either will do', () => {
  expect(between('0 0 0 15 * MON *', '2026-03-01T00:00:00', '2026-03-20T00:00:00')).toEqual(
    ['02', '09', '15', '16'].map((day) => `2026-03-${day}T00:00:00`),
  )
  expect(between('0 0 0 * * 7 *', '2026-03-01T00:00:00', '2026-03-10T00:00:00')).toEqual(['2026-03-08T00:00:00'])
})

test('ten years of seconds are thinned out evenly without being walked through, and the last is kept', () => {
  const all = between('* * * * * * *', '2026-01-01T00:00:00', '2036-01-01T00:00:00')
  expect(all).toHaveLength(500)
  expect(all.at(-1)).toBe('2036-01-01T00:00:00')
  const gaps = all.slice(1).map((at, place) => Date.parse(`${at}Z`) - Date.parse(`${all[place]}Z`))
  expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1000)
})

test('what cannot be read is refused by name', () => {
  expect(() => scheduleOf('* * * * *')).toThrow('seven fields')
  expect(() => scheduleOf('0 99 * * * * *')).toThrow()
})

describe('a clock that is moved', () => {
  let at: Here
  const log = () => path.join(at.folder, 'fired.txt')
  const fired = () => (existsSync(log()) ? readFileSync(log(), 'utf8').trim().split('\n').filter(Boolean) : [])
  const code = `const { appendFileSync } = require('node:fs')
    exports.main = async (event) => { if (event.Type) appendFileSync(process.env.LOG, event.TriggerName + ' ' + event.Time + ' ' + new Date().toISOString() + ' ' + process.env.TRIGGER_SRC + ' ' + process.env.WX_OPENID + '\\n') }`
  const settings = (folder: string) => [
    {
      name: 'minutely',
      envVariables: { LOG: path.join(folder, 'fired.txt') },
      triggers: [{ name: 'everyMinute', type: 'timer', config: '0 * * * * * *' }],
    },
    {
      name: 'daily',
      envVariables: { LOG: path.join(folder, 'fired.txt') },
      triggers: [{ name: 'morning', type: 'timer', config: '0 0 8 * * * *' }],
    },
  ]
  beforeAll(async () => {
    at = await here({ functions: { minutely: code, daily: code }, timers: false })
    await at.cloud.stop()
    const config = path.join(at.folder, 'timed.json')
    writeFileSync(config, JSON.stringify({ functions: settings(at.folder) }))
    at.cloud = await startCloud({
      dataDir: path.join(at.folder, 'data'),
      functionsDir: path.join(at.folder, 'functions'),
      config,
    })
  })
  afterAll(() => at.leave())

  test('fires what came due in between, in order, each at its own time and by nobody', async () => {
    const start = at.cloud.clock.now()
    // To a minute and a half past the next eight o'clock in Shanghai, whatever time it is now.
    const day = 86_400_000
    const sinceMidnight = (start + 8 * 3_600_000) % day
    const night = ((8 * 3_600_000 - sinceMidnight + day) % day) + 90_000
    await at.cloud.clock.advance(night)
    const lines = fired().map((line) => line.split(' '))
    const dueAt = lines.map(([, due]) => Date.parse(due!))
    expect(dueAt).toEqual([...dueAt].sort((a, b) => a - b))
    expect(lines.filter(([name]) => name === 'morning')).toHaveLength(1)
    expect(lines.filter(([name]) => name === 'everyMinute').length).toBeLessThanOrEqual(500)
    // A call that takes a while may pass the next one's time; none is early.
    for (const [, due, seen, source, openid] of lines) {
      expect(Date.parse(seen!)).toBeGreaterThanOrEqual(Date.parse(due!))
      expect([source, openid]).toEqual(['timer', 'undefined'])
    }
    expect(at.cloud.clock.now() - start).toBeGreaterThanOrEqual(night)
  })

  test('the moved clock is still moved after a restart, and nothing fires twice', async () => {
    const before = at.cloud.clock.shiftMs()
    const count = new Set(fired().filter((line) => line.startsWith('morning'))).size
    await at.cloud.stop()
    at.cloud = await startCloud({
      dataDir: path.join(at.folder, 'data'),
      functionsDir: path.join(at.folder, 'functions'),
      config: path.join(at.folder, 'timed.json'),
    })
    expect(at.cloud.clock.shiftMs()).toBe(before)
    await Promise.all([at.cloud.clock.advance(1000), at.cloud.clock.advance(1000)])
    expect(fired().filter((line) => line.startsWith('morning'))).toHaveLength(count)
  })
})

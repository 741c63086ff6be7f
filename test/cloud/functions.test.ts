// Functions as the platform runs them: who calls, what they may still hold, how they end, and what the next call sees.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Here, here, sdkPath } from './here'

const withSdk = (body: string) => `
const { init } = require(${sdkPath})
const app = init({ env: process.env.TCB_ENV })
exports.main = async (event, context) => { ${body} }`

let at: Here
beforeAll(async () => {
  at = await here({
    instancesMax: 2,
    functions: {
      sdk: withSdk(`
        await new Promise((go) => setTimeout(go, event.wait))
        return { info: app.auth().getUserInfo().openId, event, env: JSON.parse(context.environment).WX_OPENID ?? null }`),
      caller: withSdk("return (await app.callFunction({ name: 'called', data: { said: event.said } })).result"),
      called: 'exports.main = (event) => ({ ...event, openid: process.env.WX_OPENID ?? null })',
      idle: "exports.main = () => { setTimeout(() => { throw new Error('later') }, 20); return 'ok' }",
      left: "exports.main = ({ leave }) => { const had = process.env.LEFT; if (leave) process.env.WX_OPENID = 'forged'; return process.env.WX_OPENID ?? null }",
      version: 'exports.main = async ({ wait }) => { await new Promise((go) => setTimeout(go, wait)); return 1 }',
      unloadable: "require('no-such-package-anywhere')",
      empty: 'exports.other = 1',
      endless: 'exports.main = () => { for (;;); }',
      big: "exports.main = () => 'x'.repeat(7 * 1024 * 1024)",
      dates:
        'exports.main = () => ({ day: new Date().getTime() - Date.now(), real: new Date(5).getTime(), is: new Date() instanceof Date, own: (new Date()).constructor === Date, text: typeof Date(), now: Date.now() })',
    },
    settings: [
      { name: 'endless', timeout: 1 },
      { name: 'called', envVariables: { OWN: 'mine' } },
    ],
  })
})
afterAll(() => at.leave())

test('the SDK in a function knows who is calling, in every one of many calls at once', async () => {
  const calls = Array.from({ length: 30 }, (_, n) => ({ openid: n % 3 ? `person${n}` : undefined, wait: (n * 7) % 11 }))
  const answers = await Promise.all(calls.map(({ openid, wait }) => at.cloud.invoke('sdk', { wait }, { openid })))
  for (const [n, { openid, wait }] of calls.entries()) {
    const userInfo = openid ? { userInfo: { appId: 'wx-local', openId: openid } } : {}
    expect(answers[n]).toEqual({ info: openid ?? '', event: { wait, ...userInfo }, env: openid ?? null })
  }
})

test('a function called by a function has nobody’s identity', async () => {
  expect(await at.cloud.invoke('caller', { said: 'hello' }, { openid: 'o1' })).toEqual({ said: 'hello', openid: null })
})

test('what a function writes into its identity does not outlive the call', async () => {
  expect(await at.cloud.invoke('left', { leave: true }, {})).toBe('forged')
  expect(await at.cloud.invoke('left', {}, { openid: 'o2' })).toBe('o2')
  expect(await at.cloud.invoke('left', {}, {})).toBeNull()
})

test('an instance that crashes after its answer takes nothing else with it', async () => {
  expect(await at.cloud.invoke('idle', {})).toBe('ok')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await at.cloud.invoke('idle', {})).toBe('ok')
})

test('a function that cannot be loaded, has no main or answers too much says so', async () => {
  const failed = { code: 'FUNCTION_INVOCATION_FAILED' }
  await expect(at.cloud.invoke('unloadable', {})).rejects.toMatchObject({
    ...failed,
    message: expect.stringContaining('no-such-package'),
  })
  await expect(at.cloud.invoke('empty', {})).rejects.toMatchObject({
    ...failed,
    message: expect.stringContaining('no function main'),
  })
  await expect(at.cloud.invoke('big', {})).rejects.toMatchObject(failed)
})

test('a function that never comes back to its event loop is ended as well, and those who wait are served', async () => {
  const endless = [1, 2].map(() => at.cloud.invoke('endless', {}).catch(({ code }) => code))
  expect(await at.cloud.invoke('called', {})).toMatchObject({ openid: null })
  expect(await Promise.all(endless)).toEqual(['FUNCTIONS_TIME_LIMIT_EXCEEDED', 'FUNCTIONS_TIME_LIMIT_EXCEEDED'])
})

test('after a rebuild the next call runs the new code, and a call under way ends with the old', async () => {
  expect(await at.cloud.invoke('version', { wait: 0 })).toBe(1)
  const underWay = at.cloud.invoke('version', { wait: 60 })
  writeFileSync(path.join(at.folder, 'functions/version/index.js'), 'exports.main = () => 2')
  await at.cloud.reloadFunctions()
  const next = Array.from({ length: 4 }, () => at.cloud.invoke('version', {}))
  expect(await Promise.all([underWay, ...next])).toEqual([1, 2, 2, 2, 2])
})

test('a phone calls over HTTP with its openid, and an error is a value', async () => {
  const call = async (name: string, body: string, openid?: string) =>
    (
      await fetch(`${at.cloud.url}/functions/${name}`, {
        method: 'POST',
        body,
        headers: openid ? { 'x-wx-openid': openid } : {},
      })
    ).json()
  expect(await call('called', '{"a":1}', 'o9')).toEqual({
    result: { a: 1, userInfo: { appId: 'wx-local', openId: 'o9' }, openid: 'o9' },
  })
  expect(await call('called', '{"a":1}')).toEqual({ result: { a: 1, openid: null } })
  expect(await call('nobody', '{}')).toMatchObject({ error: { code: 'FUNCTION_NOT_FOUND' } })
  expect(await call('../../etc', '{}')).toMatchObject({ code: 'NOT_FOUND' })
  expect(await call('called', 'not json')).toMatchObject({ error: { code: 'INVALID_PARAM' } })
})

test('dates in a function follow the moved clock and are dates all the same', async () => {
  await at.cloud.clock.advance(86_400_000)
  const seen = (await at.cloud.invoke('dates', {})) as { now: number }
  expect(seen).toMatchObject({ real: 5, is: true, own: true, text: 'string' })
  expect(Math.abs(seen.now - at.cloud.clock.now())).toBeLessThan(5_000)
})

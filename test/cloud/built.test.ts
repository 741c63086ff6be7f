// The function as it is deployed: a fresh instance holds the door alone, and a call brings its own module and no other.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { modules } from '../../cloudfunctions/api/modules'
import { bundle } from '../../local/bundle'

const root = path.resolve(__dirname, '../..')
let folder: string
beforeAll(async () => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'built-')), 'api')
  await bundle(path.join(root, 'cloudfunctions/api/index.ts'), folder)
})
afterAll(() => rmSync(path.dirname(folder), { recursive: true, force: true }))

/** The names of the parts that a fresh process holds after these calls, and the codes that were answered. */
function after(calls: unknown[]): { codes: string[]; parts: string[] } {
  const code = `
    const { main } = require(${JSON.stringify(path.join(folder, 'index.js'))})
    const codes = []
    const say = () => console.log(JSON.stringify({ codes, files: Object.keys(require.cache) }))
    ;(async () => { for (const call of ${JSON.stringify(calls)}) codes.push((await main({ call, data: {} })).error.code) })().then(say)`
  const env = { PATH: process.env.PATH, TENCENTCLOUD_REGION: 'local', SCF_NAMESPACE: 'local' }
  const said = execFileSync(process.execPath, ['-e', code], { cwd: root, env, encoding: 'utf8' })
  const { codes, files } = JSON.parse(said.trim().split('\n').at(-1) as string)
  const parts = (files as string[])
    .map((file) => path.basename(file, '.js'))
    .filter((name) => !/^(index|shared)/.test(name))
  return { codes, parts: parts.sort() }
}

test('loads no module before it is called, nor for what is no call', () => {
  expect(after([])).toEqual({ codes: [], parts: [] })
  const unknown = ['nothing.at', 'needs', 'needs.mine.run', 'constructor.toString', '__proto__.x', null]
  expect(after(unknown)).toEqual({ codes: unknown.map(() => 'CALL_UNKNOWN'), parts: [] })
})

test('a call loads the endpoints of its own module', () => {
  expect(after(['needs.submit', 'needs.submit'])).toEqual({
    codes: ['SIGN_IN', 'SIGN_IN'],
    parts: ['api-modules-needs-endpoints'],
  })
})

test('every module’s endpoints can be loaded from where they lie', () => {
  const calls = modules.map(({ name, endpoints }) => `${name}.${Object.keys(endpoints)[0]}`)
  const { codes, parts } = after(calls)
  expect(codes).toEqual(calls.map(() => 'SIGN_IN'))
  for (const { name } of modules)
    expect(parts.filter((part) => part.startsWith(`api-modules-${name}-endpoints`))).toHaveLength(1)
  // Neither a kind nor a package is needed before there is a matter, a table or a date to look at.
  expect(parts.filter((part) => !part.includes('-endpoints'))).toEqual([])
})

test.each(['chinese-days', 'csv-parse/sync', 'qrcode-generator'])('%s is there as it is in its package', (name) => {
  const [built, own] = [require(path.join(folder, `${name.replace('/', '-')}.js`)), require(name)]
  expect(typeof built).toBe(typeof own)
  expect(Object.keys(built).sort()).toEqual(Object.keys(own).sort())
})

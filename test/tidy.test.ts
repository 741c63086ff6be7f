// What reviewers should not have to say: where rules may not reach, how problems are worded, that nothing is left undeclared.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { agreement } from '../cloudfunctions/api/core/act'
import type { Problem } from '../cloudfunctions/api/core/errors'
import { modules } from '../cloudfunctions/api/modules'
import { asMarkdown, matrix } from './matrix'

const root = join(__dirname, '..')
const filesIn = (folder: string, kinds = /\.(ts|wxs)$/): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : filesIn(path, kinds)
    return kinds.test(entry.name) ? [path] : []
  })
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const importsOf = (text: string): { types: boolean; from: string }[] =>
  [...text.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]/gm)].map(([, types, from]) => ({
    types: types !== undefined,
    from: from as string,
  }))
const server = filesIn('cloudfunctions')
const own = [...server, ...filesIn('miniprogram'), ...filesIn('local'), ...filesIn('test')]

const pureNames =
  /^(workflow|rules|guards|effects|deadlines?|approval|roles|areas|trace|view|parse|person|street|form|settings|space|posts|parties|talk|objection|delegation|coordination|register)\.ts$/
const pure = server.filter((path) => pureNames.test(basename(path)))

test('there are rules to look at', () => expect(pure.length).toBeGreaterThan(12))

test.each(pure)('%s asks neither the clock, nor chance, nor the database', (path) => {
  const text = read(path)
  expect(text).not.toMatch(/Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes|process\.env/)
  const reaching = importsOf(text).filter(
    ({ from, types }) => !types && /node-sdk|\/store$|^node:(?!crypto)/.test(from),
  )
  expect(reaching).toEqual([])
})

test('only the functions’ entries and the store know the SDK', () => {
  const knowing = server.filter((path) =>
    importsOf(read(path)).some(({ from, types }) => !types && from.includes('node-sdk')),
  )
  expect(knowing.sort()).toEqual([
    'cloudfunctions/api/index.ts',
    'cloudfunctions/cron/index.ts',
    'cloudfunctions/payments/index.ts',
    'cloudfunctions/sheets/index.ts',
    'cloudfunctions/wechat/index.ts',
  ])
})

test('modules meet through what they export for it, and the kernel knows none of them', () => {
  const core = server.filter((path) => path.startsWith('cloudfunctions/api/core/'))
  expect(core.filter((path) => /from '\.\.\/modules/.test(read(path)))).toEqual([])
  expect(core.filter((path) => /诉求|needs?\b.*from/.test(read(path).replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')))).toEqual(
    [],
  )
})

describe('problems', () => {
  const problems = server.flatMap((path) => {
    const text = read(path)
    return [...text.matchAll(/defineProblems\(\{([\s\S]*?)\}\)/g)].flatMap(([, inside]) =>
      [...(inside as string).matchAll(/^\s*([A-Z_]+): '([^']*)'/gm)].map(
        ([, code, message]) => ({ path, code, message }) as Problem & { path: string },
      ),
    )
  })

  test('are found in the sources', () => expect(problems.length).toBeGreaterThan(30))

  test.each(problems.map(({ code, message }) => [code, message]))('%s: %s', (code, message) => {
    expect(code).toMatch(/^[A-Z][A-Z_]+[A-Z]$/)
    expect(message).toMatch(/[\u4e00-\u9fff]{3}/)
    expect(message).not.toMatch(/[!！?？。a-z]/)
    expect([...message].length).toBeLessThanOrEqual(40)
  })

  test('have codes of their own', () => {
    const codes = problems.map(({ code }) => code)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })
})

describe('modules', () => {
  const endpoints = modules.flatMap(({ name, endpoints }) =>
    Object.entries(endpoints).map(([key, one]) => [`${name}.${key}`, one] as const),
  )
  test.each(endpoints)('%s says whom it is for and what it does', (_call, { who, about, input, output }) => {
    expect(typeof who === 'string' ? ['guest', 'member'] : who).toEqual(
      typeof who === 'string' ? expect.arrayContaining([who]) : expect.arrayContaining([expect.any(String)]),
    )
    expect(about).toMatch(/^[\u4e00-\u9fff]/)
    expect(input.safeParse({ nobodyKnowsThis: 1 }).success).toBe(false)
    expect(output.safeParse(undefined).success).toBe(false)
  })

  test('every collection says what it holds, and belongs to one module', () => {
    const all = modules.flatMap(({ collections }) => Object.entries(collections))
    for (const [, { about }] of all) expect(about).toMatch(/[\u4e00-\u9fff]/)
    expect(new Set(all.map(([name]) => name)).size).toBe(all.length)
  })

  test('a kind stands under its own name, and none of its rows is named like a step of the engine’s own', () => {
    const kinds = modules.flatMap((module) => Object.entries(module.kinds ?? {}))
    expect(kinds.map(([name, kind]) => [name, kind.name])).toEqual(kinds.map(([name]) => [name, name]))
    expect(new Set(kinds.map(([name]) => name)).size).toBe(kinds.length)
    const taken = kinds.flatMap(([, { name, actions }]) =>
      Object.keys(actions)
        .filter((action) => Object.hasOwn(agreement, action))
        .map((action) => `${name}.${action}`),
    )
    expect(taken).toEqual([])
  })

  test('a module’s manifest loads none of its code', () => {
    const manifests = server.filter((path) => /modules\/[^/]+\/index\.ts$/.test(path))
    expect(manifests.length).toBe(modules.length)
    const eager = manifests.flatMap((path) =>
      importsOf(read(path))
        .filter(({ from, types }) => !types && from.startsWith('./'))
        .map(({ from }) => `${path} ← ${from}`),
    )
    expect(eager).toEqual([])
  })

  test('the permission matrix reads as a table, in Chinese throughout', () => {
    const all = matrix()
    expect(all.kinds[0]?.actions.length).toBeGreaterThan(30)
    for (const { by, from } of all.kinds.flatMap(({ actions }) => actions))
      for (const word of [...by, ...from]) expect(word).toMatch(/^[\u4e00-\u9fff（）]+$/)
    for (const { who } of all.calls) for (const word of who) expect(word).toMatch(/^[\u4e00-\u9fff]+$/)
    const markdown = asMarkdown(all)
    expect(markdown).toContain('| 不予受理 | 待受理、办理中 | 不予受理 | 居民委员会 |')
    expect(markdown).toContain('超出社区能力：社区党组织会签；对其他居民不公平：社区党组织会签')
  })
})

describe('sources', () => {
  test('open with what idea lives there', () => {
    expect(own.filter((path) => !path.includes('/sample/') && !/^(\/\/|\/\*)/.test(read(path)))).toEqual([])
  })

  test('stay short enough to hold one idea', () => {
    const long = own.map((path) => [path, read(path).split('\n').length] as const).filter(([, lines]) => lines > 450)
    expect(long).toEqual([])
  })

  test('use `any` only where a reason is written beside it', () => {
    const loose = own.flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index, lines) => {
          const reason = lines.slice(Math.max(0, index - 3), index).some((above) => above.includes('biome-ignore'))
          return /(?::|as|<|,)\s*any\b(?!['"`])/.test(line.replace(/\/\/.*|'[^']*'|\/.*\//g, '')) && !reason
            ? [`${path}:${index + 1}`]
            : []
        }),
    )
    expect(loose).toEqual([])
  })

  test('hold no half-finished work', () => {
    const words = /TO[D]O|FIX[M]E|(test|describe|it)\.(skip|only)\(|toMatchSnapshot|debugger/
    const others = own.filter((path) => path !== 'test/tidy.test.ts')
    expect(others.filter((path) => words.test(read(path)))).toEqual([])
  })

  test('of the phone take types from the server, and nothing else', () => {
    const taking = filesIn('miniprogram').flatMap((path) =>
      importsOf(read(path))
        .filter(({ from, types }) => from.includes('cloudfunctions') && !types)
        .map(({ from }) => `${relative(root, path)} ← ${from}`),
    )
    expect(taking).toEqual([])
  })
})

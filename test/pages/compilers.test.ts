// WeChat's own compilers over every template and style: what they refuse would not open in WeChat.
import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(__dirname, '../../miniprogram')
const bin = path.join(
  path.dirname(require.resolve('miniprogram-compiler/package.json')),
  'bin',
  process.platform === 'darwin' ? 'mac' : 'linux',
)
const filesIn = (dir: string, ending: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(dir, entry.name)
    return entry.isDirectory() ? filesIn(at, ending) : entry.name.endsWith(ending) ? [path.relative(root, at)] : []
  })

function compile(tool: 'wcc' | 'wcsc', args: string[], files: string[]) {
  const program = path.join(bin, tool)
  chmodSync(program, 0o755)
  return spawnSync(program, [...args, ...files], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

test('wcc accepts every template', () => {
  const files = [...filesIn(root, '.wxml'), ...filesIn(root, '.wxs')]
  expect(files.length).toBeGreaterThan(15)
  const { status, stderr, stdout } = compile('wcc', ['-d'], files)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout.length).toBeGreaterThan(1000)
})

test('wcsc accepts every style', () => {
  const files = filesIn(root, '.wxss')
  expect(files.length).toBeGreaterThan(10)
  const { status, stderr } = compile('wcsc', ['-lc'], files)
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

test('a broken template is refused, so that the two tests above mean something', () => {
  const { status } = spawnSync(path.join(bin, 'wcc'), ['-d', 'broken.wxml'], { cwd: path.resolve(__dirname, 'broken') })
  expect(status).not.toBe(0)
})

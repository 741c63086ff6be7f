// Mounts a compiled component of the mini-program in jsdom, as WeChat's own simulator does it.
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { transformSync } from '@swc/core'

/** What is used of the simulator; its own types would bring WeChat's globals into the tests. */
type Mounted = {
  dom: HTMLElement
  instance: Record<string, (event?: object) => void>
  attach(parent: HTMLElement): void
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void
  querySelectorAll(selector: string): unknown[]
}
type Simulator = {
  load(path: string, tag: string, options: object): string
  render(id: string, properties: object): Mounted
  sleep(ms: number): Promise<void>
}
const simulate: Simulator = require('miniprogram-simulate')

const source = path.resolve(__dirname, '../../miniprogram')
let built = ''
const loaded = new Map<string, string>()

/** The sources with their scripts stripped of types, once a test file: the simulator reads JavaScript. */
function compiled(): string {
  if (built) return built
  built = mkdtempSync(path.join(tmpdir(), 'components-'))
  for (const folder of ['components', 'lib'])
    cpSync(path.join(source, folder), path.join(built, folder), { recursive: true })
  const scripts = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  for (const file of scripts) {
    const { code } = transformSync(readFileSync(path.join(built, file), 'utf8'), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2020' },
      module: { type: 'commonjs' },
    })
    writeFileSync(path.join(built, file.replace(/\.ts$/, '.js')), code)
  }
  return built
}

export function mount(name: string, properties: object) {
  const at = (component: string) => path.join(compiled(), 'components', component, component)
  const usingComponents = { 'status-tag': '/components/status-tag/status-tag' }
  const id =
    loaded.get(name) ?? simulate.load(at(name), name, { compiler: 'official', rootPath: compiled(), usingComponents })
  loaded.set(name, id)
  const component = simulate.render(id, properties)
  const parent = document.createElement('div')
  document.body.append(parent)
  component.attach(parent)
  return component
}

export const settled = () => simulate.sleep(30)

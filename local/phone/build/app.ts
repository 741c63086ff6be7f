// Reads a mini-program's app.json and, from its pages on, every component it uses.
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

export type PageJson = {
  usingComponents?: Record<string, string>
  component?: boolean
  styleIsolation?: string
  navigationBarTitleText?: string
  enablePullDownRefresh?: boolean
  [key: string]: unknown
}
export type TabBar = {
  color: string
  selectedColor: string
  backgroundColor?: string
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}
export type AppJson = {
  pages: string[]
  window?: Record<string, string>
  tabBar?: TabBar
  usingComponents?: Record<string, string>
  subPackages?: { root: string; pages: string[] }[]
  subpackages?: { root: string; pages: string[] }[]
  themeLocation?: string
}
export type Source = {
  root: string
  app: AppJson
  theme: { light: Record<string, string>; dark: Record<string, string> }
  pages: string[]
  parts: Record<string, PageJson>
}

export const isFile = (file: string): boolean => existsSync(file) && statSync(file).isFile()
const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T

export function scriptOf(root: string, part: string): string | undefined {
  return ['.ts', '.js'].map((ending) => path.join(root, part + ending)).find(isFile)
}

export function readSource(root: string, problems: string[]): Source {
  const app = readJson<AppJson>(path.join(root, 'app.json'))
  const theme = app.themeLocation
    ? readJson<Source['theme']>(path.join(root, app.themeLocation))
    : { light: {}, dark: {} }
  const packages = app.subPackages ?? app.subpackages ?? []
  const pages = [
    ...app.pages,
    ...packages.flatMap(({ root: folder, pages: inside }) => inside.map((page) => path.posix.join(folder, page))),
  ]
  const parts: Source['parts'] = {}

  const resolve = (spec: string, from: string): string =>
    spec.startsWith('/') ? spec.slice(1) : path.posix.join(path.posix.dirname(from), spec)
  const indexed = (part: string): string =>
    isFile(path.join(root, `${part}.json`))
      ? part
      : isFile(path.join(root, part, 'index.json'))
        ? `${part}/index`
        : part

  const visit = (part: string, from: string): void => {
    if (parts[part]) return
    const file = path.join(root, `${part}.json`)
    if (!isFile(file)) {
      problems.push(`${from}: there is no component or page ${part}`)
      return
    }
    const json = readJson<PageJson>(file)
    const isPage = pages.includes(part)
    const own = Object.entries(json.usingComponents ?? {}).map(
      ([tag, spec]) => [tag, indexed(resolve(spec, part))] as const,
    )
    const shared = Object.entries(app.usingComponents ?? {}).map(
      ([tag, spec]) => [tag, indexed(resolve(spec, 'app'))] as const,
    )
    const used = [...shared, ...own].filter(([, target]) => target !== part)
    parts[part] = {
      ...json,
      component: !isPage || json.component === true,
      usingComponents: Object.fromEntries(used.map(([tag, target]) => [tag, `/${target}`])),
    }
    for (const [, target] of used) visit(target, `${part}.json`)
  }
  for (const page of pages) visit(page, 'app.json')
  return { root, app, theme, pages, parts }
}

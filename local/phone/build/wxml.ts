// WXML and WXS through WeChat's own template compiler.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import { isFile } from './app'

/** `catchtap=` is written `catch:tap=` for the compiler. */
const withColons = (text: string): string =>
  text.replace(/(\s(?:capture-bind|capture-catch|mut-bind|bind|catch))([a-z][\w-]*\s*=)/g, '$1:$2')

/** In WXS `x.constructor` is a string, and modules are required without their ending. */
const wxs = (text: string): string =>
  text
    .replace(/require\(\s*(['"])(.+?)\.wxs\1\s*\)/g, 'require($1$2$1)')
    .replace(/([A-Za-z_$][\w$.]*(?:\[[^\]]*\])?)\.constructor\b/g, '__wxsConstructor($1)')

export function compileTemplates(root: string, parts: string[], problems: string[]): string {
  const inlineWxs = (text: string) =>
    text.replace(
      /(<wxs\b[^>]*[^/]>)([\s\S]*?)(<\/wxs>)/g,
      (_, open: string, body: string, close: string) => open + wxs(body) + close,
    )
  const group = new TmplGroup()
  const templates = new Set<string>()
  const scripts = new Set<string>()
  const addScript = (part: string): void => {
    if (scripts.has(part)) return
    scripts.add(part)
    const file = [path.join(root, `${part}.wxs`), path.join(root, part)].find(isFile)
    if (!file) {
      problems.push(`${part}.wxs: there is no such file`)
      return
    }
    const source = wxs(readFileSync(file, 'utf8'))
    group.addScript(part, source)
    for (const match of source.matchAll(/require\(\s*['"](.+?)['"]\s*\)/g))
      addScript(path.posix.join(path.posix.dirname(part), match[1] ?? ''))
  }
  const add = (part: string): void => {
    if (templates.has(part)) return
    templates.add(part)
    const file = path.join(root, `${part}.wxml`)
    if (!isFile(file)) {
      problems.push(`${part}.wxml: there is no such file`)
      return
    }
    const warnings = (group.addTmpl(part, inlineWxs(withColons(readFileSync(file, 'utf8')))) ?? []) as {
      isError: boolean
      path: string
      startLine: number
      startColumn: number
      message: string
    }[]
    for (const one of warnings)
      if (one.isError) problems.push(`${one.path}.wxml:${one.startLine}:${one.startColumn}: ${one.message}`)
    for (const dependency of group.getDirectDependencies(part)) add(dependency)
    for (const script of group.getScriptDependencies(part)) addScript(script.replace(/\.wxs$/, ''))
  }
  for (const part of parts) add(part)
  return group.getTmplGenObjectGroups()
}

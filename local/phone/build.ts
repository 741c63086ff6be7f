// A native mini-program's source to a web page that runs it, in a second or two.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, watch, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { isFile, readSource, scriptOf } from './build/app'
import { checkScript, checkStyle, checkTemplate, shownPath } from './build/check'
import { PhoneBuildError } from './build/problems'
import { compileTemplates } from './build/wxml'
import { styleOf } from './build/wxss'

export type PhoneOptions = { root: string; outDir: string; project: string }
export type Built = { ms: number; pages: string[] }

const scriptsIn = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(dir, entry.name)
    return entry.isDirectory()
      ? scriptsIn(at)
      : /\.(ts|js)$/.test(entry.name) && !entry.name.endsWith('.d.ts')
        ? [at]
        : []
  })

/** Builds into `outDir`; throws PhoneBuildError with every problem. */
export async function buildPhone({ root, outDir, project }: PhoneOptions): Promise<Built> {
  const startedAt = Date.now()
  const problems: string[] = []
  const source = readSource(root, problems)
  const parts = Object.keys(source.parts)
  for (const part of parts) {
    const [template, style] = [path.join(root, `${part}.wxml`), path.join(root, `${part}.wxss`)]
    if (isFile(template))
      checkTemplate(template, shownPath(source, template), source.parts[part]?.usingComponents ?? {}, problems)
    if (isFile(style)) checkStyle(style, shownPath(source, style), problems)
  }
  for (const file of scriptsIn(root)) checkScript(file, shownPath(source, file), problems)
  const templates = compileTemplates(root, parts, problems)
  if (problems.length) throw new PhoneBuildError(problems)

  const styles = Object.fromEntries(
    parts.map((part, place) => {
      const json = source.parts[part]
      const isolated =
        json?.component &&
        !source.pages.includes(part) &&
        !['shared', 'page-shared'].includes(json.styleIsolation ?? '')
      const prefix = isolated ? `c${place.toString(36)}` : undefined
      return [part, { prefix, css: styleOf(root, part, { prefix, page: source.pages.includes(part) }) }]
    }),
  )
  const config = {
    pages: source.pages,
    parts: source.parts,
    styles,
    tabBar: source.app.tabBar,
    window: source.app.window ?? {},
    theme: source.theme,
    appCss: styleOf(root, 'app', {}),
  }
  const scripts = parts.flatMap((part) => {
    const file = scriptOf(root, part)
    return file ? [`define(${JSON.stringify(part)}, () => require(${JSON.stringify(file)}))`] : []
  })
  const app = scriptOf(root, 'app')
  const entry = [
    `import { boot, define } from ${JSON.stringify(path.join(__dirname, 'runtime', 'boot.ts'))}`,
    `const templates = ${templates}`,
    ...(app ? [`define('app', () => require(${JSON.stringify(app)}))`] : []),
    ...scripts,
    `boot(${JSON.stringify(config)}, templates)`,
  ].join('\n')

  mkdirSync(outDir, { recursive: true })
  await build({
    stdin: { contents: entry, resolveDir: project, loader: 'js' },
    bundle: true,
    format: 'iife',
    target: 'es2021',
    outfile: path.join(outDir, 'phone.js'),
    sourcemap: 'inline',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
    absWorkingDir: project,
    nodePaths: [path.join(project, 'node_modules')],
  })
  await build({
    entryPoints: [path.join(__dirname, 'panel', 'panel.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2021',
    outfile: path.join(outDir, 'panel.js'),
    logLevel: 'error',
  })
  for (const name of ['phone.html', 'phone.css', 'panel.html', 'panel.css'])
    copyFileSync(path.join(__dirname, name.startsWith('panel') ? 'panel' : 'runtime', name), path.join(outDir, name))
  for (const folder of ['assets', 'images'])
    if (existsSync(path.join(root, folder)))
      cpSync(path.join(root, folder), path.join(outDir, folder), { recursive: true })
  writeFileSync(path.join(outDir, 'built'), String(Date.now()))
  return { ms: Date.now() - startedAt, pages: source.pages }
}

/** Builds now and again whenever a file changes; a broken state is told and the last good build stays. */
export async function watchPhone(options: PhoneOptions, onBuilt: (built: Built) => void): Promise<{ stop(): void }> {
  onBuilt(await buildPhone(options))
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(options.root, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(
      () => void buildPhone(options).then(onBuilt, (error: Error) => console.error(error.message)),
      200,
    )
  })
  return {
    stop() {
      clearTimeout(timer)
      watcher.close()
    },
  }
}

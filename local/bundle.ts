// One function as it is deployed: index.js, and beside it a file for each part that waits behind a `require('…')` of our sources, so that a
// fresh instance reads what its call needs and nothing else. What several parts share is a file of its own too.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin, type TransformOptions, transform } from 'esbuild'

const root = path.resolve(__dirname, '..')
const sources = path.join(root, 'cloudfunctions')
const kernel = path.join(sources, 'api', 'core')

/** Parts of the SDK that no function of ours calls; they would more than double a cold start. */
const unused = [
  '@cloudbase/ai',
  '@cloudbase/wx-cloud-client-sdk',
  '@cloudbase/app',
  'axios',
  'xml2js',
  '@cloudbase/adapter-wx_mp',
  'mime-db',
  'web-streams-polyfill',
  'jsonwebtoken',
  'http-proxy-agent',
  'https-proxy-agent',
  'form-data',
]

const leaveOut: Plugin = {
  name: 'leave-out',
  setup(builder) {
    const filter = new RegExp(`^(${unused.map((part) => part.replace(/[/.]/g, '\\$&')).join('|')})(/.*)?$`)
    builder.onResolve({ filter }, ({ path: part }) => ({ path: part, namespace: 'left-out' }))
    // The SDK's own folders for models and for watching collections.
    builder.onResolve({ filter: /^\.{1,2}\/(?:.*\/)?(?:ai|realtime)(?:\/|$)/ }, ({ path: part, importer }) =>
      importer.includes('@cloudbase') ? { path: part, namespace: 'left-out' } : undefined,
    )
    // Of bson the SDK takes only the extended JSON.
    builder.onResolve({ filter: /^bson$/ }, ({ kind, resolveDir }) =>
      builder.resolve('bson/lib/extended_json', { kind, resolveDir }),
    )
    builder.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
  },
}

/** Files lie side by side: …/api/modules/needs/kind.ts → 'api-modules-needs-kind', csv-parse/sync → 'csv-parse-sync'. */
const nameOf = (part: string): string =>
  (path.isAbsolute(part) ? path.relative(sources, part).replace(/\.ts$/, '') : part).replaceAll(/\W+/g, '-')

/** Leaves every `require('…')` of our sources to run time, and adds what stands behind it to `parts`: our files and packages. */
const lazily = (parts: Set<string>): Plugin => ({
  name: 'lazily',
  setup(builder) {
    const asked = {}
    builder.onResolve({ filter: /.*/ }, async ({ path: named, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'require-call' || !importer.startsWith(sources) || pluginData === asked) return undefined
      const own = named.startsWith('.')
      const part = own ? (await builder.resolve(named, { kind, resolveDir, pluginData: asked })).path : named
      parts.add(part)
      return { path: `./${nameOf(part)}.js`, external: true }
    })
    // Every part begins with the whole kernel, so that it is one file and not one for each set of parts that share some of it.
    const core = readdirSync(kernel).map((file) => path.join(kernel, file))
    builder.onResolve({ filter: /^part:/ }, ({ path: part }) => ({
      path: part.slice('part:'.length),
      namespace: 'part',
    }))
    builder.onLoad({ filter: /.*/, namespace: 'part' }, ({ path: part }) => ({
      contents: [...core.map((file) => `import ${JSON.stringify(file)}`), `export * from ${JSON.stringify(part)}`].join(
        '\n',
      ),
      resolveDir: root,
    }))
  },
})

/** A package is what `require` gives of it. */
const required: Plugin = {
  name: 'required',
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, ({ path: part, kind }) =>
      kind === 'entry-point' ? { path: part, namespace: 'required' } : undefined,
    )
    builder.onLoad({ filter: /.*/, namespace: 'required' }, ({ path: part }) => ({
      contents: `module.exports = require(${JSON.stringify(part)})`,
      resolveDir: root,
    }))
  },
}

const shape = {
  platform: 'node',
  target: 'node18',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'error',
} satisfies TransformOptions

/** Writes the function of `entry` into `folder` and returns the bytes of all its files. */
export async function bundle(entry: string, folder: string): Promise<number> {
  const parts = new Set<string>()
  const entries = (of: string[], prefix = '') => Object.fromEntries(of.map((part) => [nameOf(part), prefix + part]))
  const split = () =>
    build({
      ...shape,
      bundle: true,
      splitting: true,
      format: 'esm',
      entryPoints: { index: entry, ...entries([...parts].filter(path.isAbsolute), 'part:') },
      chunkNames: 'shared-[hash]',
      plugins: [lazily(parts), leaveOut],
      outdir: folder,
      write: false,
    })
  let made = await split()
  // Behind a part there may be more of them.
  for (let known = 0; known < parts.size; ) {
    known = parts.size
    made = await split()
  }
  const packages = await build({
    ...shape,
    bundle: true,
    format: 'cjs',
    entryPoints: entries([...parts].filter((part) => !path.isAbsolute(part))),
    plugins: [required],
    outdir: folder,
    write: false,
  })

  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let bytes = 0
  const keep = (file: string, code: string) => {
    writeFileSync(file, code)
    bytes += Buffer.byteLength(code)
  }
  // Splitting speaks ES modules; what the platform loads is CommonJS.
  for (const { path: file, text } of made.outputFiles)
    keep(file, (await transform(text, { ...shape, format: 'cjs' })).code)
  for (const { path: file, text } of packages.outputFiles) keep(file, text)
  return bytes
}

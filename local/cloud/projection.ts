// Which fields of a document are given back. Never touches the document itself: documents from the cache are shared.
import { Aggregator } from 'mingo/aggregator'
import type { Doc } from './ejson'
import { context } from './operators'

type Fields = Record<string, unknown>
type Tree = { [part: string]: Tree | true }

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** {'a.b': 1, c: 1} → { a: { b: true }, c: true }. */
function treeOf(paths: string[]): Tree {
  const tree: Tree = {}
  for (const path of paths) {
    let at = tree
    const parts = path.split('.')
    for (const part of parts.slice(0, -1)) {
      const next = at[part]
      at = at[part] = typeof next === 'object' ? next : {}
    }
    at[parts.at(-1) as string] = true
  }
  return tree
}

function keep(value: unknown, tree: Tree | true): unknown {
  if (tree === true) return value
  if (Array.isArray(value)) return value.map((item) => keep(item, tree))
  if (!isPlain(value)) return undefined
  return Object.fromEntries(
    Object.entries(tree).flatMap(([part, inner]) => (part in value ? [[part, keep(value[part], inner)]] : [])),
  )
}

function drop(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => drop(item, tree))
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([part, item]) => {
      const inner = tree[part]
      if (inner === true) return []
      return [[part, inner ? drop(item, inner) : item]]
    }),
  )
}

/** Plain inclusion and exclusion here; operators such as $slice by mingo, on copies. */
export function project(docs: Doc[], fields: Fields, copy: (doc: Doc) => Doc): Doc[] {
  const entries = Object.entries(fields)
  if (entries.length === 0) return docs
  if (entries.some(([, value]) => typeof value === 'object')) {
    return new Aggregator([{ $project: fields }] as never, { context } as never).run(docs.map(copy) as never) as Doc[]
  }
  const on = entries.filter(([, value]) => value === true || Number(value) === 1).map(([path]) => path)
  const off = entries.filter(([, value]) => value === false || Number(value) === 0).map(([path]) => path)
  if (on.length === 0) return docs.map((doc) => drop(doc, treeOf(off)) as Doc)
  const tree = treeOf(off.includes('_id') ? on : ['_id', ...on])
  return docs.map((doc) => keep(doc, tree) as Doc)
}

// Finds, before anything runs, what a page uses and this phone lacks: tags, attributes and events of built-ins, wx APIs.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { apiNames, honours, isTag } from '../provided'
import type { Source } from './app'
import { lineAt } from './problems'

const names = new Set<string>(apiNames)

/** Tags with their attributes; comments, wxs bodies and what stands inside {{ }} are blanked first so that offsets stay true. */
function* tagsIn(text: string): Generator<{ tag: string; attributes: string[]; offset: number }> {
  const blank = (part: string) => part.replace(/[^\n]/g, ' ')
  const plain = text
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(
      /(<wxs\b[^>]*[^/]>)([\s\S]*?)(<\/wxs>)/g,
      (_, open: string, body: string, close: string) => open + blank(body) + close,
    )
    .replace(/\{\{[\s\S]*?\}\}/g, blank)
  for (const match of plain.matchAll(/<([a-z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*\/?>/g)) {
    const attributes = [...(match[2] ?? '').matchAll(/([^\s=>/"']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'))?/g)].map(
      ([, name]) => name ?? '',
    )
    yield { tag: match[1] ?? '', attributes, offset: match.index }
  }
}

export function checkTemplate(file: string, shown: string, using: Record<string, string>, problems: string[]): void {
  const text = readFileSync(file, 'utf8')
  for (const { tag, attributes, offset } of tagsIn(text)) {
    const line = lineAt(text, offset)
    if (Object.hasOwn(using, tag)) continue
    if (!isTag(tag)) {
      problems.push(`${shown}:${line}: <${tag}> is neither a built-in this phone has nor in usingComponents`)
      continue
    }
    for (const attribute of attributes)
      if (!honours(tag, attribute)) problems.push(`${shown}:${line}: <${tag}> does not honour ${attribute} here`)
  }
}

export function checkScript(file: string, shown: string, problems: string[]): void {
  const text = readFileSync(file, 'utf8')
  const code = text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) => part.replace(/[^\n]/g, ' '))
  for (const match of code.matchAll(/\bwx\s*\.\s*([a-zA-Z]+)(?:\s*\.\s*([a-zA-Z]+))?/g)) {
    const name = match[1] === 'cloud' ? `cloud.${match[2]}` : (match[1] ?? '')
    if (!names.has(name))
      problems.push(`${shown}:${lineAt(text, match.index)}: wx.${name} is not provided by this phone`)
  }
}

export function checkStyle(file: string, shown: string, problems: string[]): void {
  const text = readFileSync(file, 'utf8')
  for (const match of text.matchAll(/:active\b/g))
    problems.push(`${shown}:${lineAt(text, match.index)}: use hover-class instead of :active`)
}

export const shownPath = (source: Source, file: string): string => path.relative(path.dirname(source.root), file)

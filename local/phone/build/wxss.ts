// WXSS to CSS: rpx to the phone's width, tags to our elements, classes of isolated components prefixed, dark mode to the phone's own switch.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import postcss, { type AtRule, type Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { builtInTags } from '../provided'
import { isFile } from './app'

export const rpx = (text: string): string =>
  text.replace(/(-?\d*\.?\d+)rpx/gi, (_, number: string) => `${+(Number(number) / 7.5).toFixed(5)}vw`)

function inlined(file: string, root: string, seen: Set<string>): Root {
  if (seen.has(file) || !isFile(file)) return postcss.root()
  const parsed = postcss.parse(readFileSync(file, 'utf8'), { from: file })
  parsed.walkAtRules('import', (rule) => {
    const target = /["'](.+?)["']/.exec(rule.params)?.[1] ?? ''
    const at = target.startsWith('/') ? path.join(root, target) : path.join(path.dirname(file), target)
    rule.replaceWith(inlined(at, root, new Set([...seen, file])).nodes)
  })
  return parsed
}

const isDark = (rule: AtRule) => rule.name === 'media' && /prefers-color-scheme:\s*dark/.test(rule.params)

export function styleOf(root: string, part: string, { prefix, page }: { prefix?: string; page?: boolean }): string {
  const file = path.join(root, `${part}.wxss`)
  if (!isFile(file)) return ''
  const sheet = inlined(file, root, new Set())
  sheet.walkDecls((declaration) => {
    declaration.value = rpx(declaration.value)
  })
  sheet.walkAtRules((rule) => {
    rule.params = rpx(rule.params)
  })
  sheet.walkRules((rule) => {
    const parent = rule.parent as AtRule | undefined
    if (parent?.type === 'atrule' && /keyframes$/.test(parent.name)) return
    const dark = parent?.type === 'atrule' && isDark(parent)
    rule.selector = selectorParser((selectors) => {
      selectors.walk((node) => {
        if (node.type === 'class' && prefix) node.value = `${prefix}--${node.value}`
        if (node.type === 'tag' && node.value === 'page') node.value = 'wx-page'
        else if (node.type === 'tag' && builtInTags.includes(node.value)) node.value = `wx-${node.value}`
        if (node.type === 'pseudo' && node.value === ':host')
          node.replaceWith(
            selectorParser.attribute({ attribute: `wx-host="${prefix ?? ''}"`, value: undefined, raws: {} } as never),
          )
      })
      selectors.each((selector) => {
        const pageTag = selector.nodes[0]?.type === 'tag' && selector.nodes[0].value === 'wx-page'
        if (page && !pageTag) selector.prepend(selectorParser.pseudo({ value: `:where(wx-page[is="${part}"]) ` }))
        if (page && pageTag)
          selector.insertAfter(
            selector.nodes[0] as never,
            selectorParser.attribute({ attribute: `is="${part}"`, value: undefined, raws: {} } as never),
          )
        if (dark) selector.prepend(selectorParser.pseudo({ value: ':root[data-theme="dark"] ' }))
      })
    }).processSync(rule.selector)
  })
  sheet.walkAtRules((rule) => {
    if (isDark(rule)) rule.replaceWith(rule.nodes ?? [])
  })
  return sheet.toString()
}

// When two names are one body's: as they are written, by the code every body has (统一社会信用代码, GB 32100), or both. Pure.
import * as z from 'zod'

const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const codeLength = 18

/** Does its last letter follow from the others? Weights are the powers of three, modulo 31. */
export function isCreditCode(code: string): boolean {
  if (code.length !== codeLength) return false
  const values = [...code].map((letter) => letters.indexOf(letter))
  if (values.includes(-1)) return false
  let weight = 1
  let sum = 0
  for (const value of values.slice(0, -1)) {
    sum += value * weight
    weight = (weight * 3) % letters.length
  }
  return values.at(-1) === (letters.length - (sum % letters.length)) % letters.length
}

/** What a phone may send for it; '' where none is given. */
export const CreditCode = z
  .string('请填写统一社会信用代码')
  .max(40, '统一社会信用代码是 18 位，请核对')
  .transform((code) => code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
  .refine((code) => code === '' || code.length === codeLength, '统一社会信用代码是 18 位，请核对')
  .refine((code) => code.length !== codeLength || isCreditCode(code), '这个统一社会信用代码不对，请对照营业执照核对')
  .default('')

/** What the law lets a body add to its name or leave away in daily use. */
const endings = /(?:个体工商户|(?:股份|集团)?有限(?:责任)?公司|有限合伙|普通合伙)$/

/** A name without what is written one way here and another way there: width, spaces, brackets, signs, the legal form. */
export function nameKeyOf(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  const bare = plain.replace(endings, '')
  return [...bare].length >= 2 ? bare : plain
}

export type Named = { name: string; code?: string }

/** Under these it is looked for; what is found is judged by `isSameBody`. */
export const keysOf = ({ name, code }: Named): string[] => [`n:${nameKeyOf(name)}`, ...(code ? [`c:${code}`] : [])]

/** Two codes decide; without them the names do. */
export const isSameBody = (one: Named, other: Named): boolean =>
  one.code && other.code ? one.code === other.code : nameKeyOf(one.name) === nameKeyOf(other.name)

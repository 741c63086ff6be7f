// What each age may do, as one table: service fits age and ability (志愿服务条例 15), a guardian agrees for a minor (民法典 17–20), and rescue is for
// adults (突发事件应对法 39). A street may ask for more by a post's own age, never for less. Pure.
import type { Problem } from '../../core/errors'
import { problems } from './problems'
import type { Shift } from './shift'

// biome-ignore format: a table is read in columns.
export const ages = [
  { from: 18, risks: ['low', 'medium', 'high'], guardian: false, companion: false, rescue: true,  words: '年满 18 岁：各类岗位',                         source: '民法典 17、18；突发事件应对法 39' },
  { from: 14, risks: ['low', 'medium'],         guardian: true,  companion: false, rescue: false, words: '14 至 17 岁：监护人同意，不参加风险较高的岗位和救援', source: '志愿服务条例 15；民法典 19' },
  { from: 6,  risks: ['low'],                   guardian: true,  companion: true,  rescue: false, words: '6 至 13 岁：监护人同意，成年人陪同，只参加一般岗位',   source: '志愿服务条例 15；民法典 19、20' },
] as const

export const adultAge = 18
export const youngestAge = 6

export const ageRule = (age: number): (typeof ages)[number] | undefined => ages.find(({ from }) => age >= from)

type Post = Pick<Shift, 'risk' | 'ageMin' | 'rescue'>

/** The youngest who may take a post at all. */
export const youngestFor = ({ risk, ageMin, rescue }: Post): number =>
  Math.max(
    ageMin,
    ...ages
      .filter((rule) => (rule.risks as readonly string[]).includes(risk) && (rule.rescue || !rescue))
      .slice(-1)
      .map(({ from }) => from),
  )

/** What stands in the way of this age, undefined when nothing does. `companions`: undefined while nobody was asked for them. */
export function tooYoung(
  age: number,
  post: Post,
  guardian: boolean,
  companions?: readonly string[],
): Problem | undefined {
  const rule = ageRule(age)
  if (!rule) return problems.SHIFT_TOO_YOUNG
  if (post.rescue && !rule.rescue) return problems.SHIFT_RESCUE_ADULT
  if (!(rule.risks as readonly string[]).includes(post.risk)) return problems.SHIFT_RISK_AGE
  if (age < post.ageMin) return problems.SHIFT_UNDER_AGE
  if (rule.guardian && !guardian) return problems.SHIFT_GUARDIAN_MISSING
  if (rule.companion && companions?.length === 0) return problems.SHIFT_COMPANION_MISSING
  return undefined
}

// Rules of a form that go beyond the shape of one field, judged together with it, so that one answer names everything that is to be mended. Each
// keeps the code of its problem. Pure.
import * as z from 'zod'
import type { Problem } from './errors'

type Strict<S extends z.ZodRawShape> = z.ZodObject<S, z.core.$strict>

/** One more issue under this problem's code. */
export const issueOf = (problem: Problem, path: (string | number)[] = []) =>
  ({ code: 'custom', message: problem.message, path, params: { problem } }) as const

/**
 * The form with a rule over some of its fields: asked as soon as these can be read, whatever is wrong with the others. It says what stands in the
 * way and beneath which field.
 */
export function withRule<S extends z.ZodRawShape, K extends keyof S & string>(
  form: Strict<S>,
  of: readonly K[],
  judge: (fields: z.output<z.ZodObject<Pick<S, K>>>) => readonly [problem: Problem, field: string] | undefined,
): Strict<S> {
  const part = z.object(Object.fromEntries(of.map((name) => [name, form.shape[name]])) as unknown as Pick<S, K>)
  const asked = (fields: unknown, ctx: z.RefinementCtx): void => {
    const read = part.safeParse(fields)
    const found = read.success ? judge(read.data) : undefined
    if (found) ctx.addIssue(issueOf(found[0], found[1].split('.')))
  }
  return form.superRefine(asked, { when: () => true })
}

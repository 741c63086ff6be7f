// What a person fills in for an action, as data: the phone draws it and knows no rule. Values come back under `name`.
import * as z from 'zod'

export const FieldSpec = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'long', 'choice', 'choices', 'stars', 'date', 'number', 'yesNo', 'matter', 'photos']),
  required: z.boolean().optional(),
  /** Longest text, largest number or most choices. */
  max: z.number().optional(),
  hint: z.string().optional(),
  placeholder: z.string().optional(),
  options: z.array(z.object({ value: z.string(), label: z.string(), hint: z.string().optional() })).optional(),
})
export type FieldSpec = z.infer<typeof FieldSpec>

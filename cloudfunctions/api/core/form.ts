// What a person fills in for an action, as data: the phone draws it and knows no rule. Values come back under `name`.
import * as z from 'zod'

const Field = z.object({
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
export type FieldSpec = z.infer<typeof Field>

const yesOrNo = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
]
/** As the phone gets it: what is answered with yes or no has both of them to choose from. */
export const FieldSpec = Field.transform(
  (field): FieldSpec => (field.kind === 'yesNo' && !field.options ? { ...field, options: yesOrNo } : field),
)

// What an action on an activity asks for, as the phone draws it. Revising has a page of its own; the field here says only what it is about.
import type { FieldSpec } from '../../core/form'

export const revise: FieldSpec[] = [
  { name: 'title', label: '标题', kind: 'text', required: true, max: 50 },
  { name: 'words', label: '活动内容', kind: 'long', required: true, max: 2000 },
]

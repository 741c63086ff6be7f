// 答复模板: sentences a community answers with often, one document a community, at most fifty.
import * as z from 'zod'
import { ancestorAt, isPath } from '../../core/areas'
import { endpoint } from '../../core/endpoint'
import { defineProblems, refuse } from '../../core/errors'
import { holds } from '../../core/roles'

const problems = defineProblems({
  TEMPLATE_FULL: '模板最多 50 条，请先删除不用的',
  TEMPLATE_AREA: '请选择您所在的社区',
})
const Area = z
  .string('请选择社区')
  .max(120)
  .refine((path) => isPath(path) && ancestorAt(path, 'community') === path, '请选择社区')
const Text = z.string('请填写模板').trim().min(4, '模板至少 4 个字').max(300, '模板请控制在 300 字以内')
const Templates = z.object({ texts: z.array(z.string()) })
type Doc = { _id: string; texts: string[] }

const starters = [
  '您好，情况已收到，我们会在期限内安排人员上门查看。',
  '您好，问题已处理完毕，请您看看是否解决，如未解决可以直接告诉我们。',
  '您好，这件事需要多个单位一起办，我们会及时告诉您进展。',
]

const mayEdit = (area: string, actor: Parameters<typeof holds>[0]) =>
  holds(actor, 'clerk', { area, author: '', assists: [] })

export const templates = {
  list: endpoint({
    who: ['clerk', 'secretary', 'officer', 'staff'],
    about: '查看答复模板',
    input: z.strictObject({ area: Area }),
    output: Templates,
    run: async ({ area }, ctx) => ({ texts: (await ctx.store.get<Doc>('templates', area))?.texts ?? starters }),
  }),
  save: endpoint({
    who: ['clerk'],
    writes: true,
    about: '保存答复模板',
    input: z.strictObject({ area: Area, texts: z.array(Text).max(50, problems.TEMPLATE_FULL.message) }),
    output: Templates,
    async run({ area, texts }, ctx) {
      const { actor } = await ctx.member()
      if (!mayEdit(area, actor)) return refuse(problems.TEMPLATE_AREA)
      const unique = [...new Set(texts)]
      await ctx.store.put('templates', area, { texts: unique })
      return { texts: unique }
    },
  }),
}

// 批量导入: a hotline file goes up to cloud storage, then in by steps of rows; each step says how far it is and what it refused.
// The command line and the page use these same two calls.
import * as z from 'zod'
import { ancestorAt, isPath } from '../../core/areas'
import { endpoint } from '../../core/endpoint'
import { importStep } from './steps'

const Community = z
  .string('请选择社区')
  .max(120)
  .refine((path) => isPath(path) && ancestorAt(path, 'community') === path, '请选择社区')

export const Refused = z.object({ line: z.number(), originNo: z.string(), reason: z.string() })

export const imports = {
  /** Rows from `offset` (in rows) on; call again with `next` until it is absent. Sending a step twice adds nothing twice. */
  step: endpoint({
    who: ['clerk'],
    writes: 'bulk',
    about: '导入热线文件',
    input: z.strictObject({
      area: Community,
      fileID: z
        .string('请先选择文件')
        .max(300)
        .regex(/^cloud:\/\//, '请先选择文件'),
      offset: z.number().int().min(0).default(0),
    }),
    output: z.object({
      total: z.number(),
      done: z.number(),
      added: z.number(),
      skipped: z.number(),
      refused: z.array(Refused),
      next: z.number().optional(),
      columns: z.array(z.object({ field: z.string(), header: z.string() })),
    }),
    run: (input, ctx) => importStep(input, ctx),
  }),
}

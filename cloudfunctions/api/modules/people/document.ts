// What a person agrees to and may enter about themselves (个人信息保护法 6, 14–17): purpose by purpose, each with its version and words.
import * as z from 'zod'

export const purposes = {
  handling: {
    version: 1,
    label: '办理诉求',
    words:
      '我们收集您的称呼、居住楼栋，用来受理和答复您的诉求。手机号选填，只有经办人因办理需要、写明理由才能查看，查看会留下记录。您可以随时在“我的数据”中导出或删除。',
  },
} as const
export type Purpose = keyof typeof purposes

export const Name = z.string('请填写称呼').trim().min(1, '请填写称呼').max(20, '称呼请控制在 20 字以内')
export const Phone = z.string().regex(/^1\d{10}$/, '请填写 11 位手机号')

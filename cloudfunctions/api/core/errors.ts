// The two kinds of failure. A Refusal is expected and carries a code and a Chinese sentence; everything else is a defect and reaches
// nobody's phone. Each module defines its own problems beside its rules; a code is never renamed or reused.

import type { ZodError } from 'zod'

export type Problem = { readonly code: string; readonly message: string }

/** Field errors: input path ('title', 'photos.0') to a sentence in residents' language. */
export type FieldErrors = Record<string, string>

export class Refusal extends Error {
  constructor(
    readonly problem: Problem,
    readonly fields?: FieldErrors,
  ) {
    super(problem.message)
    this.name = 'Refusal'
  }
}

/** Turns `{ CODE: '中文' }` into problems, so that a typo in a code does not compile. */
export function defineProblems<T extends Record<string, string>>(messages: T): { readonly [C in keyof T]: Problem } {
  const problems = Object.entries(messages).map(([code, message]) => [code, { code, message }] as const)
  return Object.freeze(Object.fromEntries(problems)) as { readonly [C in keyof T]: Problem }
}

/**
 * Ends the call with this problem. `detail` replaces the sentence where it can name the rule, the person or the date. An answer, not a defect:
 * it is known by its code and carries no stack, which would be the dearest part of telling a rush that a shift is full.
 */
export function refuse(problem: Problem, options: { fields?: FieldErrors; detail?: string } = {}): never {
  const told = options.detail ? { code: problem.code, message: options.detail } : problem
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const refusal = new Refusal(told, options.fields)
  Error.stackTraceLimit = stackTraceLimit
  throw refusal
}

/** The one problem that a form has, when it has no other (core/rules-of-a-form.ts). */
export function problemIn({ issues }: ZodError): Problem | undefined {
  const [only, ...others] = issues
  return only && !others.length && only.code === 'custom' ? (only.params?.problem as Problem | undefined) : undefined
}

/** Problems every module can meet. */
export const problems = defineProblems({
  CALL_UNKNOWN: '没有这项功能，请更新小程序后再试',
  INPUT_INVALID: '有内容需要修改，请查看标红的地方',
  SIGN_IN: '请在微信中打开后再试',
  NOT_REGISTERED: '请先选择您居住的楼栋',
  NOT_PERMITTED: '这一步由其他人员办理，您可以查看进展',
  MATTER_MISSING: '未找到这件事项，可能已被撤回',
  AREA_UNKNOWN: '没有这个地点，请重新选择',
  ACTION_UNKNOWN: '没有这个操作，请刷新后再试',
  STATE_CHANGED: '这件事项刚刚有了新进展，请看最新情况',
  NOTE_NEEDED: '请写明理由，让对方看得明白',
  APPROVAL_PENDING: '正在等待会签，会签结束后才能继续',
  DELEGATED: '这一步已委托给另一个人办理，委托期满或收回后才能由您办理',
  PERIOD_ROUTINE: '这一步只在非常规时期可以办理，现在是常规时期',
  PERIOD_EMERGENCY: '现在是非常规时期，这一步暂时不办理',
  ROUTE_UNSATISFIABLE: '除您以外没有人能在这条会签路线上表态，请先补充任职',
  OBJECTION_OPEN: '监督委员会提出了异议，答复后才能继续',
  NOT_OWN: '您是经办人，这一步须由另一个人来做',
  ALREADY_AGREED: '您已经表过态了',
  TOO_MANY: '操作太频繁，请一分钟后再试',
  MONEY_ASKED: '这里不能发布转账、账号或收款码，请联系社区了解正规求助渠道',
  TEXT_RISKY: '内容未通过微信安全检查，请修改后再提交',
  INTERNAL: '系统繁忙，请稍后再试',
})

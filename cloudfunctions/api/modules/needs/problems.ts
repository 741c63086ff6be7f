// What can stand in the way of a need, in words a resident or officer can act on.
import { defineProblems } from '../../core/errors'

export const needProblems = defineProblems({
  NEED_REVIEW_OVER: '已超过 7 天，请重新提交诉求，我们会继续办理',
  NEED_APPEAL_OVER: '已超过 7 天申诉期，请重新提交诉求',
  NEED_APPEALED: '每件诉求可以申诉一次，街道已作出决定',
  NEED_DISPUTE_OVER: '街道已裁定由本单位办理，请按派单办理',
  NEED_TAKEN: '您已接受派单，不能再提出异议',
  NEED_NOT_TAKEN: '请先接受派单，再提交办理结果',
  NEED_SAME_BODY: '这家单位刚提出异议，请另选单位，或由另一位同事裁定',
  NEED_NOT_ARBITER: '派单人不能裁定对自己派单的异议，请由另一位同事办理',
  DUTY_ASSIST_ONLY: '按权责清单，这个单位只协助这类事，不能作为主责',
  DUTY_FORBIDDEN: '按权责清单，这类事不得派给这个单位',
  DUTY_OUTSIDE: '这类事不在这个单位的权责清单内',
  NEED_BODY_UNKNOWN: '请选择本社区的单位',
  NEED_NOT_LATE: '还没有到期限',
  NEED_EXTENDED: '已经延期过两次，请尽快办理或上报街道',
  NEED_AREA_UNKNOWN: '请选择您所在的楼栋',
  NEED_MERGE_SELF: '请选择另一件诉求',
  NEED_MERGE_TARGET: '请选择本社区一件正在办理的诉求',
  NEED_PROXY_ROLE: '代办由社区工作者、网格员或社工登记',
})

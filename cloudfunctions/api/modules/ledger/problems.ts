// What can stand in the way of a posting, in words a finance clerk can act on.
import { defineProblems } from '../../core/errors'

export const ledgerProblems = defineProblems({
  BOOK_MISSING: '没有找到这本账，可能还没有建立',
  LEDGER_SHORT: '余额不足，请核对可用金额后再办理',
  LEDGER_PERIOD_CLOSED: '这个月已经结账，请记入本月',
  LEDGER_FUTURE: '入账日期不能晚于今天',
  LEDGER_POSTING_MISSING: '没有找到这笔账，请刷新后再试',
  LEDGER_REVERSED: '这笔账已经冲正',
  LEDGER_REVERSAL: '冲正记录不能再冲正，请按实际情况重新记账',
  LEDGER_NOT_MONEY: '批准与释放用款不用冲正，请在用款事项里办理',
  LEDGER_MONTH_RUNNING: '这个月还没有过完，下个月再结账',
  LEDGER_REVIEWED: '这笔账的凭证照片已经审核过',
  LEDGER_PHOTO_UNKNOWN: '有照片不属于这笔账，请刷新后再选',
  LEDGER_OPEN_ENTRIES: '还有没核对的收支，请办完后再结账',
})

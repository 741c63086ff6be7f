// What can stand in the way of a fund and its money, in words that a committee can act on.
import { defineProblems } from '../../core/errors'

export const fundProblems = defineProblems({
  FUND_HOST: '请选择本街道的慈善组织作为托管方',
  FUND_HOST_NONE: '这家慈善组织还没有经街道核验登记，不能托管基金',
  FUND_HOST_EXPIRED: '这家慈善组织的登记已到期，续期后再办理',
  FUND_FOUNDER: '社区基金由居民委员会、社区党组织或慈善组织的工作人员设立',
  FUND_AREA: '请选择社区',
  FUND_PURPOSE: '请至少选择一项用途',
  FUND_PERSON: '没有这个编号，请本人在“我的”页面查看后告诉您',
  FUND_PERSON_FAR: '委员须住在本社区，或在本社区任职',
  FUND_SEATED: '这个人已经是委员或监事',
  FUND_SEAT_PARTY: '这个人不在社区党组织任职，请换一类席位',
  FUND_SEAT_COMMITTEE: '这个人不在居民委员会任职，请换一类席位',
  FUND_SUPERVISOR_POST: '监事须由社区监督委员会的成员担任',
  FUND_FULL: '管委会最多 15 人',
  FUND_MEMBER_UNKNOWN: '这个人不在名单里，请刷新后再选',
  FUND_SMALL: '管委会至少 5 人，请再增加委员',
  FUND_EVEN: '管委会人数须是单数，请增加或减少一位',
  FUND_NO_PARTY: '管委会里要有社区党组织的成员',
  FUND_NO_COMMITTEE: '管委会里要有居民委员会的成员',
  FUND_NO_SUPERVISOR: '至少要有一位不任委员的监事',
  FUND_MEETING_LATER: '会议日期不能晚于今天',
  FUND_MEETING_FEW: '到会人数没有过半，请核对到会的委员',
  FUND_MONEY_LEFT: '账上还有余额，请先用完、退回或改变用途',
  FUND_MISSING: '没有找到这个基金，可能还没有设立',
  FUND_NOT_ACTIVE: '这个基金现在不在运作，不能办理用款',
})

export const purposeProblems = defineProblems({
  PURPOSE_OUTSIDE: '这项用款不在基金的用途之内，改变用途须先征求捐赠人同意',
  PURPOSE_NEVER: '基金的钱不能用于请客送礼、投资借款这类开支',
})

export const allocationProblems = defineProblems({
  ALLOCATION_PROPOSER: '用款由管委会委员、社区两委、托管的慈善组织或收款单位提出',
  ALLOCATION_PAYEE: '请选择收款单位，或填写单位名称',
  ALLOCATION_PAYEE_PERSON: '收款方须是单位，不能是个人或个人账户',
  ALLOCATION_PAYEE_DONOR: '收款单位是这笔钱的捐赠人，不能收款',
  ALLOCATION_DONOR_NEED: '受益的诉求由捐赠人提出，不能用这笔钱',
  ALLOCATION_ABOVE: '用款超过可用余额，请核对金额',
  ALLOCATION_NOTHING: '现在没有可以决定用途的钱，有捐赠到账后再申请',
  ALLOCATION_ROUND: '没有这一轮公益创投，或申请已经截止',
  ALLOCATION_NOT_MEMBER: '您不在这次表决的名单上',
  ALLOCATION_VOTED: '您已经投过票',
  ALLOCATION_DECLARED: '您已申报利害关系，这项用款由其他人办理',
  ALLOCATION_INTEREST: '您在收款单位任职，请先申报利害关系',
  ALLOCATION_OPINED: '您已经发表过监督意见',
  ALLOCATION_OPINE_MEMBER: '委员不能兼作监督，请由监督委员会的其他人发表',
  ALLOCATION_NO_OPINION: '还缺监督意见，请监督委员会先发表意见',
  ALLOCATION_NOT_DUE: '还没有到期限',
  SPEND_OVER: '支出超过批准的金额，请核对或另行申请',
  SPEND_LATER: '支出日期不能晚于今天',
  SPEND_FULL: '一项用款最多登记 60 笔支出，请另行申请',
  SPEND_UNKNOWN: '没有这笔待核对的支出，请刷新后再试',
  SPEND_OWN: '您登记的支出须由另一个人核对',
  SPEND_OPEN: '还有没核对的支出，请先核对或作废',
  SPEND_NONE: '还没有支出，不能提交结果',
  SPEND_REUSED: '这份凭证已经登记在另一笔支出上，请核对编号',
  RESULT_OWN: '您提交的结果须由另一个人验收',
  THANKED: '已经写过感谢',
})

export const changeProblems = defineProblems({
  CHANGE_SAME: '新的用途与原来是同一本账，请选择另一个基金',
  CHANGE_HOST: '两个基金须由同一家慈善组织托管',
  CHANGE_NOTHING: '账上没有可以改变用途的钱',
  CHANGE_NO_TARGET: '同一家慈善组织没有别的基金可以转入',
  CHANGE_SOON: '至少给捐赠人七天时间答复',
  CHANGE_LONG: '征求意见最长三个月',
  CHANGE_OVER: '征求已经截止，谢谢您',
  CHANGE_PROPOSER: '改变用途由社区两委或托管的慈善组织提出',
})

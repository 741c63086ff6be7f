// What can stand in the way of a gift, in words a donor, a clerk or a committee can act on.
import { defineProblems } from '../../core/errors'

export const charityProblems = defineProblems({
  CHARITY_BODY: '请选择本街道的慈善组织',
  CHARITY_REGISTERED: '这家慈善组织已经登记，请在原登记上办理续期',
  CHARITY_OVER: '有效期已经过去，请核对后再登记',
  CHARITY_LONG: '有效期最长五年，请核对',
  CHARITY_URL: '网址须以 HTTPS 开头，请从平台页面复制',
  CHARITY_PLATFORM: '有公开募捐资格的，请写明指定的平台和网址',
  CHARITY_VALID: '登记还在有效期内',
})

/** One for each gate of publishing, so that what is missing is named. */
export const gateProblems = defineProblems({
  CAMPAIGN_NO_CERTIFICATE: '这家慈善组织还没有经街道核验登记，不能发布',
  CAMPAIGN_CERTIFICATE_EXPIRED: '慈善组织的登记已过有效期，续期后再发布',
  CAMPAIGN_NOT_QUALIFIED: '这家慈善组织没有公开募捐资格，不能公开募捐',
  CAMPAIGN_NO_PLAN: '缺少募捐方案的备案编号',
  CAMPAIGN_NO_CONTACT: '缺少联系人和联系方式',
  CAMPAIGN_NO_QUERY: '缺少查询方式，捐赠人要能查到去向',
  CAMPAIGN_NO_PLATFORM: '缺少指定平台上的募捐页面',
  CAMPAIGN_NO_MEMBERS: '定向募捐还没有列出成员',
  CAMPAIGN_NO_RESOLUTION: '缺少居民会议的决定，请关联已通过的计划或填写决议',
  CAMPAIGN_NO_WANTED: '还没有写明需要哪些物品',
  CAMPAIGN_NO_FUND: '还没有选择由哪个基金资助',
  CAMPAIGN_NO_GOAL: '还没有填写目标金额',
  CAMPAIGN_NO_PURPOSE: '还没有写明用途，款物只能用在写明的用途上',
  CAMPAIGN_PAST: '截止日期已经过去，请重新选择',
})

export const campaignProblems = defineProblems({
  CAMPAIGN_NOT_ORGANISER: '募集由慈善组织、社区两委或街道发起',
  CAMPAIGN_AREA: '请选择社区或街道',
  CAMPAIGN_LONG: '一次募集不超过一年',
  CAMPAIGN_MEMBER_UNKNOWN: '有编号没有找到，请成员在“我的”页面查看后告诉您',
  CAMPAIGN_RESOLUTION: '请选择本社区已经通过的计划',
  CAMPAIGN_NOT_DIRECTED: '只有定向募捐才有成员名单',
  CAMPAIGN_FUND: '请选择本地正在运行的基金',
  CAMPAIGN_NOT_DUE: '还没有到这一步的时间',
  CAMPAIGN_STANDS: '慈善组织的登记有效，不需要暂停',
  CAMPAIGN_LAPSED: '慈善组织的登记还没有续期，不能恢复',
  CAMPAIGN_GIFTS_OPEN: '还有没办完的认捐，请先入账或作废',
  CAMPAIGN_NO_BOOK: '这类募集没有账簿，请写明接收与使用情况',
})

export const pledgeProblems = defineProblems({
  PLEDGE_TARGET: '没有这个募集，可能已经结束',
  PLEDGE_ENDED: '募集已经截止，谢谢您的心意',
  PLEDGE_PAUSED: '慈善组织的登记已到期，续期前暂停认捐',
  PLEDGE_NO_CHARITY: '接收的慈善组织没有有效登记，暂时不能认捐',
  PLEDGE_ON_PLATFORM: '公开募捐请到指定平台捐赠，这里不收认捐',
  PLEDGE_GOODS_ONLY: '这里募集物品，请登记捐赠意向',
  PLEDGE_VENTURE: '公益创投由组织申请，不接受认捐',
  PLEDGE_RESIDENTS: '这是本社区居民的自愿筹资，请由本社区居民认捐',
  PLEDGE_LARGE: '超过一百万元，请直接联系慈善组织签订捐赠协议',
  PLEDGE_PROXY_ROLE: '代办由社区工作者、网格员或社工登记',
  PLEDGE_NAME: '请填写希望公布的名字，或选择不公开姓名',
})

export const giftProblems = defineProblems({
  GIFT_POSTED: '已到账的捐赠不能修改，有错请办理冲正',
  GIFT_RECORDED: '这笔认捐已经登记到账，等另一个人复核',
  GIFT_OWN_RECORD: '您登记的到账须由另一个人复核',
  GIFT_OWN_REVERSAL: '您提出的冲正须由另一个人复核',
  GIFT_DONOR: '捐赠人不能复核自己的捐赠',
  GIFT_LATER: '到账日期不能晚于今天',
  GIFT_FEE: '手续费须小于到账金额',
  GIFT_PHOTO: '现金或收据入账须附上凭证照片',
  GIFT_NOT_DUE: '还没有到期限',
  GIFT_MISSING: '没有找到这笔捐赠',
  EVIDENCE_USED: '这份凭证已经登记在另一笔捐赠上，请核对流水号',
  EVIDENCE_PHOTO: '这张照片已经是另一笔款项的凭证，请换成这一笔自己的照片',
  RECEIPT_NEEDED: '请填写票据号，或注明捐赠人不要票据',
  RECEIPT_BOTH: '票据号与不要票据只能选一样',
})

export const wishProblems = defineProblems({
  WISH_TAKEN: '已有邻居认领了这个心愿，谢谢您',
  WISH_NOT_TAKER: '这个心愿由另一位邻居认领',
  WISH_OWN: '登记人不能认领，请留给邻居',
  WISH_NAMES: '请不要写出受助人的姓名、电话或住址',
  WISH_MONEY: '微心愿是小物品或一次帮助，不是现金',
  WISH_LIMIT: '微心愿不超过五百元，更大的需要请发起募集',
  WISH_NEED: '请选择本社区正在办理的诉求',
  WISH_AREA: '请选择您所在的社区',
  WISH_PAST: '截止日期须在今天以后、半年以内',
})

export const reportProblems = defineProblems({
  REPORT_COLUMNS: '文件缺少必要的列',
  REPORT_CAMPAIGN: '只有在平台上公开募捐的项目可以导入',
  REPORT_EMPTY: '文件里没有捐赠记录',
  REPORT_FILE: '没有读到这个文件，请重新选择',
  REPORT_LARGE: '文件请控制在 20 兆以内',
})

export const paymentProblems = defineProblems({
  PAYMENT_OFF: '没有开通线上支付，请按页面上的方式捐赠',
  PAYMENT_UNREADABLE: '支付通知的内容看不懂',
  PAYMENT_FORGED: '支付通知的签名不符',
  PAYMENT_STALE: '支付通知的时间不在允许范围内',
  PAYMENT_PLEDGE: '支付通知里的认捐不存在',
  PAYMENT_AMOUNT: '支付金额与认捐不一致，没有登记',
  PAYMENT_OTHER: '这笔认捐已用另一笔款项登记，请核对',
  PAYMENT_CLOSED: '这笔认捐已作废，请把款项退回捐赠人',
})

// How a request for money to somebody's own pocket reads (慈善法 124): such words are refused wherever people write, with the way to the
// designated platforms. Pure.
import { problems, refuse } from './errors'

const sending = '(?:捐款|捐助|捐钱|转账|打款|汇款|转钱|打钱|筹款|众筹|资助)'
/** A plain request for money; within one sentence, as all of these. Complaints tell of payments too, but they do not ask the reader for one. */
const plainRequest = new RegExp(
  `(?:请|求|恳请|恳求|希望|呼吁|麻烦)(?:大家|各位|好心人?|爱心人士|邻居们?|业主们?|社会各界)[^。！？\\n]{0,20}${sending}`,
)
/** A way to pay: an account, a card number, a payment code. */
const waysToPay = [
  new RegExp(
    `(?:请|求|欢迎|可以|帮忙)[^。！？\\n]{0,20}${sending}[^。！？\\n]{0,8}(?:给我|到我|至我|到以下|至以下|到下面|至下面)`,
  ),
  /(?:收款码|付款码|卡号|账号|账户|支付宝)\s*(?:是|为|:|：)\s*[\w@.:/-]{6,}/,
  /开户行\s*(?:是|为|:|：)/,
  /扫(?:我的|下面的?|下方的?)(?:收款码|付款码|收款二维码|二维码)/,
  /扫(?:这个)?(?:收款码|付款码|收款二维码|二维码)[^。！？\n]{0,6}(?:捐|转账|转钱|打钱)/,
  /(?:水滴筹|轻松筹)[^。！？\n]{0,12}(?:链接|转发|帮我|帮助我)/,
  /(?:卡号|账号|账户|汇到|打到|转到)[^。！？\n\d]{0,12}\d(?:[ -]?\d){15,18}(?!\d)/,
]

const givesWayToPay = (text: string): boolean => waysToPay.some((way) => way.test(text))

/** Does the text ask for a transfer, or give a way to pay? A need is no fundraiser. */
export const asksForMoney = (text: string): boolean => plainRequest.test(text) || givesWayToPay(text)

const kin =
  '(?:孩子|儿子|女儿|父亲|母亲|爸爸?|妈妈?|丈夫|妻子|老公|老婆|爱人|家人|亲人|弟弟|妹妹|哥哥|姐姐|爷爷|奶奶|外公|外婆)'
/** How a collection for one person reads: charity is for people who are not named beforehand. */
const personalRequests = [
  new RegExp(
    `(?:为|给|帮|救|替)(?:救|助)?(?:我|本人|自己|(?:我|我们|自己)?家?的?${kin})[^。！？\\n]{0,16}(?:筹|募|捐|凑)`,
  ),
  new RegExp(
    `(?:我|本人|${kin})[^。！？\\n]{0,30}(?:手术费|医药费|治疗费|住院费|救命钱)[^。！？\\n]{0,20}(?:筹|募|捐)`,
  ),
  /(?:患者|病人|重病)[^。！？\n]{0,20}(?:筹款|筹集|募捐|募款|捐款)/,
]
const asksForOne = (text: string): boolean => personalRequests.some((request) => request.test(text))

/** Where help for one person may be asked for, in words for whoever is refused. */
const wayForOne = '个人求助请到民政部指定的个人求助网络服务平台发布，社区可以帮您办理'

/**
 * Refuses words of a gift, a wish or a campaign that collect for one person or give a way to pay past the charity. Asking for gifts is
 * what a campaign is for. `field` is where the words stand.
 */
export function refuseMoney(text: string, field: string, is: 'campaign' | 'other' = 'other'): void {
  if (asksForOne(text)) refuse(problems.MONEY_ASKED, { fields: { [field]: wayForOne }, detail: wayForOne })
  if (is === 'campaign' ? givesWayToPay(text) : asksForMoney(text))
    refuse(problems.MONEY_ASKED, { fields: { [field]: problems.MONEY_ASKED.message } })
}

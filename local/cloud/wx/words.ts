// The word list that stands in for WeChat's content check.

const risky = ['赌博网站', '代开发票', '枪支弹药', '裸聊']
const unsure = ['打死你', '骗子公司', '滚出去']

export const verdictOn = (text: string): 'pass' | 'review' | 'risky' =>
  risky.some((word) => text.includes(word)) ? 'risky' : unsure.some((word) => text.includes(word)) ? 'review' : 'pass'

// The five types of campaigns as one table: who may see one, how gifts come, and which gates stand before it may be published
// (慈善法 21–27, 80; 居委会组织法 16; M87, M89). Each missing gate is refused by its name.
import { charityProblems, gateProblems as problems } from '../problems'

export type Gate =
  | 'certificate'
  | 'qualified'
  | 'plan'
  | 'platform'
  | 'contact'
  | 'query'
  | 'members'
  | 'resolution'
  | 'wanted'
  | 'fund'
  | 'goal'
  | 'purpose'

type TypeRow = {
  label: string
  about: string
  gates: readonly Gate[]
  /** Everybody, or those who are listed. */
  readers: 'public' | 'members'
  /** How gifts come: promised here · on the charity's platform, booked by its report · as goods · asked for by organisations. */
  gifts: 'pledge' | 'platform' | 'goods' | 'grants'
  /** Has money of its own and so a book. */
  hasBook: boolean
}

// biome-ignore format: a table is read in columns.
export const campaignTypes = {
  public:    { label: '公开募捐',     about: '由有公开募捐资格的慈善组织在指定平台上募捐，这里公布进展', gates: ['certificate', 'qualified', 'plan', 'platform', 'contact', 'query', 'goal', 'purpose'], readers: 'public',  gifts: 'platform', hasBook: true },
  directed:  { label: '定向募捐',     about: '慈善组织只向列出的成员募捐，不对外公开，不能转发',         gates: ['certificate', 'members', 'contact', 'query', 'goal', 'purpose'],                          readers: 'members', gifts: 'pledge',   hasBook: true },
  residents: { label: '居民公益筹资', about: '居民会议决定后，本社区居民自愿出资，账目公布',             gates: ['certificate', 'resolution', 'contact', 'query', 'goal', 'purpose'],                       readers: 'public',  gifts: 'pledge',   hasBook: true },
  goods:     { label: '实物募集',     about: '写明需要的物品，捐赠人登记意向，社区接收',                 gates: ['certificate', 'wanted', 'contact', 'query', 'purpose'],                                   readers: 'public',  gifts: 'goods',    hasBook: false },
  venture:   { label: '公益创投',     about: '用基金资助一批小项目，由组织申请',                         gates: ['certificate', 'fund', 'contact', 'query', 'goal', 'purpose'],                             readers: 'public',  gifts: 'grants',   hasBook: false },
} as const satisfies Record<string, TypeRow>
export type CampaignType = keyof typeof campaignTypes
export const campaignTypeKeys = Object.keys(campaignTypes) as [CampaignType, ...CampaignType[]]

export const typeOf = (type: CampaignType): TypeRow => campaignTypes[type]

// biome-ignore format: a table is read in columns.
export const gateLabels: Record<Gate, { label: string; problem: { code: string; message: string } }> = {
  certificate: { label: '慈善组织登记有效',     problem: problems.CAMPAIGN_NO_CERTIFICATE },
  qualified:   { label: '公开募捐资格',         problem: problems.CAMPAIGN_NOT_QUALIFIED },
  plan:        { label: '募捐方案备案编号',     problem: problems.CAMPAIGN_NO_PLAN },
  platform:    { label: '指定平台上的募捐页面', problem: problems.CAMPAIGN_NO_PLATFORM },
  contact:     { label: '联系人与联系方式',     problem: problems.CAMPAIGN_NO_CONTACT },
  query:       { label: '查询方式',             problem: problems.CAMPAIGN_NO_QUERY },
  members:     { label: '成员名单',             problem: problems.CAMPAIGN_NO_MEMBERS },
  resolution:  { label: '居民会议的决定',       problem: problems.CAMPAIGN_NO_RESOLUTION },
  wanted:      { label: '需要的物品',           problem: problems.CAMPAIGN_NO_WANTED },
  fund:        { label: '资助的基金',           problem: problems.CAMPAIGN_NO_FUND },
  goal:        { label: '目标金额',             problem: problems.CAMPAIGN_NO_GOAL },
  purpose:     { label: '用途',                 problem: problems.CAMPAIGN_NO_PURPOSE },
}
export const badUrl = charityProblems.CHARITY_URL

// Local compositions as data (M11–M14): which bodies a community starts with. A street may add and end bodies by hand afterwards.
import type { BodyType } from '../../core/street'

type Line = { type: BodyType; name: string }
export type Template = {
  label: string
  about: string
  bodies: readonly Line[] /** One more body for each name entered. */
  open?: BodyType
}

// {place} is the community's own name.
// biome-ignore format: a table is read in columns.
export const templates: Record<string, Template> = {
  plain: {
    label: '两委', about: '党组织、居民委员会、监督委员会', open: 'team',
    bodies: [
      { type: 'party', name: '{place}党委' }, { type: 'committee', name: '{place}居民委员会' }, { type: 'supervision', name: '{place}居务监督委员会' },
    ],
  },
  twoTwoOne: {
    label: '2+2+1（双合家园）', about: '两个党委、两个居民委员会、一个服务站共同行动', open: 'team',
    bodies: [
      { type: 'party', name: '{place}第一党委' }, { type: 'party', name: '{place}第二党委' },
      { type: 'committee', name: '{place}第一居民委员会' }, { type: 'committee', name: '{place}第二居民委员会' },
      { type: 'station', name: '{place}服务站' },
    ],
  },
  oneFiveSixX: {
    label: '1+5+6+X（太白社区）', about: '一个党组织、五社、六类共建力量，X 由社区自己添加', open: 'partner',
    bodies: [
      { type: 'party', name: '{place}党委' },
      { type: 'committee', name: '{place}居民委员会' }, { type: 'organisation', name: '{place}社会组织服务中心' }, { type: 'socialWork', name: '{place}社工室' },
      { type: 'team', name: '{place}志愿服务队' }, { type: 'charity', name: '{place}慈善工作站' },
      { type: 'owners', name: '{place}业主委员会' }, { type: 'property', name: '{place}物业服务中心' }, { type: 'supervision', name: '{place}居务监督委员会' },
      { type: 'station', name: '{place}服务站' }, { type: 'grid', name: '{place}网格' }, { type: 'partner', name: '{place}共建单位联合会' },
    ],
  },
  oneOneN: {
    label: '1+1+N（体育馆路）', about: '一个牵头、一个伙伴，带动 N 支队伍', open: 'team',
    bodies: [{ type: 'committee', name: '{place}居民委员会' }, { type: 'organisation', name: '{place}社会组织服务中心' }],
  },
}
export type TemplateName = keyof typeof templates

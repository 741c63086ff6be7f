// Who leads and who assists, by period, space and kind of actor: the paper's matrix as one table (§四.四; M3, M6, M7, M40–M42). Pure.
import type { Period, Space } from './matter'
import { type BodyType, bodyTypes } from './street'

export type She = (typeof bodyTypes)[BodyType]['she']
/** propose: first choice · may: allowed · never: refused. */
export type Leading = 'propose' | 'may' | 'never'

export const spaceLabels: Record<Space, string> = {
  activity: '活动空间',
  physical: '现实空间',
  virtual: '虚拟空间',
  living: '生存空间',
}
export const periodLabels: Record<Period, string> = { routine: '常规时期', emergency: '非常规时期' }

export const sheLabels: Record<She, string> = {
  community: '社区',
  organisation: '社会组织',
  socialWork: '社会工作者',
  volunteer: '志愿者',
  charity: '慈善资源',
  partner: '共建单位',
  government: '街道',
}

const all = (leading: Leading): Record<She, Leading> => ({
  community: leading,
  organisation: leading,
  socialWork: leading,
  volunteer: leading,
  charity: leading,
  partner: leading,
  government: leading,
})

/** 非常规: the government leads, all five assist, whatever the space. */
const emergency: Record<She, Leading> = { ...all('never'), government: 'propose' }

// biome-ignore format: a table is read in columns.
export const leadTable: Record<Period, Record<Space | 'none', Record<She, Leading>>> = {
  routine: {
    // 社区、社会组织、社会工作者 lead; the street only oversees and buys services.
    none:     { ...all('never'), community: 'propose', organisation: 'may', socialWork: 'may' },
    // The street leads; committees and organisations divide the work and may carry it where the street has not stepped in.
    activity: { ...all('never'), government: 'propose', community: 'may', organisation: 'may', socialWork: 'may' },
    // The five lead, organisations and donors fund and build; the street pays for buildings.
    physical: { ...all('may'), community: 'propose', government: 'never' },
    virtual:  { ...all('may'), community: 'propose', government: 'never' },
    // The community is the platform, the others serve.
    living:   { ...all('never'), community: 'propose', organisation: 'may', socialWork: 'may' },
  },
  emergency: { none: emergency, activity: emergency, physical: emergency, virtual: emergency, living: emergency },
}

export const mayLead = (period: Period, space: Space | undefined, type: BodyType): Leading =>
  leadTable[period][space ?? 'none'][bodyTypes[type].she]

/** The typed duty of each of the five (M7): 平台、支撑、载体、辅助、补充, and of the two beside them. */
export const dutyOf: Record<She, { duty: string; label: string }> = {
  community: { duty: 'platform', label: '平台' },
  organisation: { duty: 'carrier', label: '载体' },
  socialWork: { duty: 'support', label: '支撑' },
  volunteer: { duty: 'auxiliary', label: '辅助' },
  charity: { duty: 'supplement', label: '补充' },
  partner: { duty: 'partner', label: '共建' },
  government: { duty: 'oversee', label: '统筹监督' },
}

// Who gives (M88): the types of donors, and how a donor is called in public. The books always know; the public knows what the donor chose.

// biome-ignore format: a table is read in columns.
export const donorTypes = {
  person:     { label: '个人',         nameLabel: '姓名' },
  household:  { label: '个体户',       nameLabel: '字号' },
  company:    { label: '企业',         nameLabel: '企业名称' },
  foundation: { label: '基金会',       nameLabel: '基金会名称' },
  enterprise: { label: '社会企业',     nameLabel: '企业名称' },
  public:     { label: '机关事业单位', nameLabel: '单位名称' },
} as const
export type DonorType = keyof typeof donorTypes

export const donorTypeKeys = Object.keys(donorTypes) as [DonorType, ...DonorType[]]

/** What everybody reads in place of a name. */
export const nameless = '爱心居民'
export const donorOptions = Object.entries(donorTypes).map(([value, { label }]) => ({ value, label }))

/** The public name as chosen, once the words have passed the check; 爱心居民 until then and for who wants none. */
export const publicName = (shownName: string, check: string): string =>
  shownName && check === 'pass' ? shownName : nameless

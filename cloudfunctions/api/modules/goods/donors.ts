// Who gives: the types of donors, and how a donor is named to the public (慈善法 82). The books always know; everybody else reads the name
// the donor has chosen, or none. Pledges of money and offers of goods share it. Pure.
import * as z from 'zod'

// biome-ignore format: a table is read in columns.
export const donorTypes = {
  person:     { label: '个人',         isBody: false },
  household:  { label: '个体户',       isBody: true },
  company:    { label: '企业',         isBody: true },
  foundation: { label: '基金会',       isBody: true },
  enterprise: { label: '社会企业',     isBody: true },
  public:     { label: '机关事业单位', isBody: true },
} as const satisfies Record<string, { label: string; isBody: boolean }>
export type DonorType = keyof typeof donorTypes

export type Donor = {
  type: DonorType
  /** 捐赠人名称，记入账册；来源：捐赠人填写，个人为本人称呼 */
  name: string
  /** As the public reads it; '' = anonymous. */
  shownName: string
}

/** Whoever wants no name reads the same as everybody else who wants none: not even the type of donor is told. */
export const anonymousName = '爱心居民'
export const publicName = ({ shownName }: Pick<Donor, 'shownName'>): string => shownName || anonymousName

/** What a phone sends of a donor, for the input of a gift. */
export const donorShape = {
  donorType: z.enum(Object.keys(donorTypes) as [DonorType, ...DonorType[]], '请选择捐赠人类型'),
  donorName: z.string('请填写单位名称').trim().max(40, '单位名称请控制在 40 字以内').default(''),
  shownName: z.string('请填写公示名称').trim().max(20, '公示名称请控制在 20 字以内').default(''),
}
type DonorInput = { donorType: DonorType; donorName: string; shownName: string }

/** A body gives under its own name; a person is known by theirs. */
export const namesItself = ({ donorType, donorName }: DonorInput): boolean =>
  !donorTypes[donorType].isBody || donorName.length >= 2
export const donorOf = ({ donorType, donorName, shownName }: DonorInput, person: string): Donor => ({
  type: donorType,
  name: donorTypes[donorType].isBody ? donorName : person,
  shownName,
})

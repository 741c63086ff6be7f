// Who gives goods: the donor as the books keep them and as the public reads them (慈善法 82). Types and the name of who wants none are those of
// every gift. Pure.
import * as z from 'zod'
import { type DonorType, donorTypeKeys, donorTypes, publicName as nameFor } from '../giving/donors'

export type Donor = {
  type: DonorType
  /** 捐赠人名称，记入账册；来源：捐赠人填写，个人为本人称呼 */
  name: string
  /** As the public reads it; '' = anonymous. */
  shownName: string
}
export { type DonorType, donorTypes }

/** Whoever wants no name reads the same as everybody else who wants none; what the check refused names nobody. */
export const publicName = ({ shownName }: Pick<Donor, 'shownName'>, check = 'pass'): string => nameFor(shownName, check)

/** What a phone sends of a donor, for the input of a gift. */
export const donorShape = {
  donorType: z.enum(donorTypeKeys, '请选择捐赠人类型'),
  donorName: z.string('请填写单位名称').trim().max(40, '单位名称请控制在 40 字以内').default(''),
  shownName: z.string('请填写公示名称').trim().max(20, '公示名称请控制在 20 字以内').default(''),
}
type DonorInput = { donorType: DonorType; donorName: string; shownName: string }

/** A body gives under its own name; a person is known by theirs. */
export const isBody = (type: DonorType): boolean => type !== 'person'
export const namesItself = ({ donorType, donorName }: DonorInput): boolean =>
  !isBody(donorType) || donorName.length >= 2
export const donorOf = ({ donorType, donorName, shownName }: DonorInput, person: string): Donor => ({
  type: donorType,
  name: isBody(donorType) ? donorName : person,
  shownName,
})

// What a tap on a shift or on something that waits for this person does, on every page that shows them.
import type { Api, Call } from '../../cloudfunctions/api/index'

export type ShiftCard = Awaited<ReturnType<Call<Api['volunteers']['open']>>>['shifts'][number]
export type ShiftOpened = WechatMiniprogram.CustomEvent<{ id: string }>

export const openShift = ({ detail }: ShiftOpened): void => {
  wx.navigateTo({ url: `/packages/volunteer/shift/shift?id=${detail.id}` })
}

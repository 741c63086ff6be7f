// Where a line of what is wanted leads: to the page on which one can help with it.
import type { Api, Call } from '../../cloudfunctions/api/index'

export type Wanted = Awaited<ReturnType<Call<Api['goods']['search']>>>['lines'][number]

const giving = '/packages/giving'
const pages: Partial<Record<Wanted['key'], string>> = {
  campaign: `${giving}/campaign/campaign`,
  wish: `${giving}/wish/wish`,
  // The room wants more of it, whoever it is for.
  stockAlert: `${giving}/offer/offer`,
}
/** Campaigns and wishes stand in sections of their own. */
export const hasSection = ({ key }: Wanted): boolean => key === 'campaign' || key === 'wish'

/** Anything else is helped from its chain. */
export function openWanted({ key, matter = '' }: Wanted): void {
  wx.navigateTo({ url: `${pages[key] ?? `${giving}/chain/chain`}?id=${matter}` })
}

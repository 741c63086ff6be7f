// Where a line of what is wanted leads: to the page on which one can help with it.
import type { Api, Call } from '../../cloudfunctions/api/index'

export type Wanted = Awaited<ReturnType<Call<Api['goods']['search']>>>['lines'][number]

const campaign = '募集'
const wish = '微心愿'
/** By the word the server shows for it; anything else is helped from its chain. */
const pages: Record<string, string> = {
  [campaign]: '/packages/giving/campaign/campaign',
  [wish]: '/packages/giving/wish/wish',
  // The room wants more of it, whoever it is for.
  库存不足: '/packages/giving/offer/offer',
}
/** Campaigns and wishes stand in sections of their own. */
export const hasSection = ({ kind }: Wanted): boolean => kind === campaign || kind === wish

export function openWanted({ kind, matter = '' }: Wanted): void {
  wx.navigateTo({ url: `${pages[kind] ?? '/packages/giving/chain/chain'}?id=${matter}` })
}

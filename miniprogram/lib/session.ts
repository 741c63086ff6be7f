// What the phone remembers between pages: who I am, which place a guest looks at, and the large-print view.
import type { Api, Call } from '../../cloudfunctions/api/index'
import { api } from './api'

export type Me = Awaited<ReturnType<Call<Api['people']['me']>>>
export type Place = { street: string; community: string; name: string }

let me: Me | undefined
let largePrint = false

export function startSession(): void {
  const { fontSizeScaleFactor = 1 } = wx.getAppBaseInfo() as { fontSizeScaleFactor?: number }
  const chosen = wx.getStorageSync('largePrint') as boolean | ''
  largePrint = chosen === '' ? fontSizeScaleFactor >= 1.3 : chosen
}

/** For page-meta: the scale of every size. */
export const pageStyle = (): string => `--scale: ${largePrint ? 1.4 : 1}`
export const isLargePrint = (): boolean => largePrint

export function setLargePrint(on: boolean): void {
  largePrint = on
  wx.setStorageSync('largePrint', on)
}

/** Asked once, and again after something about me has changed. */
export async function whoAmI(again = false): Promise<Me> {
  if (!me || again) me = await api.people.me({})
  return me
}
export const remember = (changed: Me): void => {
  me = changed
}

/** The community a person lives in, or a guest has looked at last; the first one of the first street before that. */
export async function placeOf(person: Me): Promise<Place | undefined> {
  if (person.street && person.community)
    return { street: person.street, community: person.community, name: person.communityName ?? '' }
  const kept = keptPlace()
  if (kept) return kept
  const { streets } = await api.areas.streets({})
  const street = person.street ?? streets[0]?.path
  if (!street) return undefined
  const { communities } = await api.areas.tree({ street })
  const post = person.posts.find(({ area }) => communities.some(({ path }) => path === area))
  const first = communities.find(({ path }) => path === post?.area) ?? communities[0]
  return first && { street, community: first.path, name: first.name }
}
/** The community a guest has chosen to look at. */
export const keptPlace = (): Place | undefined => (wx.getStorageSync('place') as Place | '') || undefined
export const keepPlace = (place: Place): void => wx.setStorageSync('place', place)

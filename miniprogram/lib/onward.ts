// Where a page leads on whose subject is gone or was never there, as at the end of an old link: the list it belongs to, by its package.
export type Onward = { label: string; url: string }

// biome-ignore format: a table is read in columns.
const lists: Record<string, Onward> = {
  volunteer: { label: '看可以报名的活动', url: '/pages/volunteer/volunteer' },
  organiser: { label: '看我组织的活动',   url: '/packages/organiser/activities/activities' },
  giving:    { label: '看正在募集什么',   url: '/pages/charity/charity' },
  fund:      { label: '看社区基金',       url: '/packages/fund/funds/funds' },
}
const home = '/pages/home/home'

/** By the route of the page; undefined where the first screen is the only way. */
export const onwardFrom = (route: string): Onward | undefined => lists[route.replace(/^\//, '').split('/')[1] ?? '']

/** The dead page does not stay behind the living one. */
export function goOn(url = home): void {
  if (url.startsWith('/pages/')) wx.switchTab({ url })
  else wx.redirectTo({ url })
}

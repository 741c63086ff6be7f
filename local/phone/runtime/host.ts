// What the runtime's parts share: who the person is, the theme, the font scale, and the seams to glass-easel.

export type Detail = Record<string, unknown>
const query = new URLSearchParams(location.search)

export const host = {
  openid: query.get('openid') ?? '',
  fontScale: Number(query.get('font') ?? 1),
  theme: (query.get('theme') === 'dark' ? 'dark' : 'light') as 'light' | 'dark',
  isOnline: true,
  /** Fires an event of a built-in on its own node. Set by boot. */
  fire: (_element: HTMLElement, _type: string, _detail: Detail): void => undefined,
  /** The page on top, as its script sees it. Set by the router. */
  page: (): Record<string, unknown> | undefined => undefined,
}

document.documentElement.dataset.theme = host.theme

/** Storage is each person's own, as it is on their own phone. */
export const storageKey = (key: string): string => `phone:${host.openid}:${key}`

/** cloud:// files and the mini-program's own assets as addresses of this server. */
export function address(source: string): string {
  if (source.startsWith('cloud://')) return `/cos/${encodeURIComponent(source.replace(/^cloud:\/\/[^/]+\//, ''))}`
  return source.startsWith('/') ? source : source
}

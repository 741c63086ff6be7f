// The stack of pages: opening, leaving, tabs, titles, the browser's own back key, pull-down and reach-bottom.
import { host } from './host'

export type PageInstance = {
  path: string
  query: Record<string, string>
  element: HTMLElement
  caller: Record<string, unknown>
  call(name: string, ...args: unknown[]): unknown
  lifetime(name: 'show' | 'hide' | 'resize'): void
  release(): void
}
export type PageSettings = { navigationBarTitleText?: string; enablePullDownRefresh?: boolean }
export type RouterConfig = {
  pages: string[]
  parts: Record<string, PageSettings>
  window: Record<string, string>
  theme: Record<'light' | 'dark', Record<string, string>>
  tabBar?: {
    color: string
    selectedColor: string
    backgroundColor?: string
    list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
  }
}

type Open = (path: string, query: Record<string, string>) => PageInstance

const nav = Object.assign(document.createElement('header'), { className: 'phone-nav' })
const tabs = Object.assign(document.createElement('nav'), { className: 'phone-tabs', ariaLabel: '底部导航' })

export function parseUrl(url: string, from = ''): { path: string; query: Record<string, string> } {
  const whole =
    url.startsWith('/') || !from
      ? url.replace(/^\//, '')
      : new URL(url, `http://phone/${from}`).href.slice('http://phone/'.length)
  const [path = '', text = ''] = whole.split('?')
  return { path, query: Object.fromEntries(new URLSearchParams(text)) }
}

export function routerOn(config: RouterConfig, openPage: Open) {
  const stack: PageInstance[] = []
  const kept = new Map<string, PageInstance>()
  const titles = new Map<PageInstance, string>()
  const colour = (value: string | undefined, otherwise: string): string =>
    value?.startsWith('@') ? (config.theme[host.theme][value.slice(1)] ?? otherwise) : (value ?? otherwise)
  const isTab = (path: string) => config.tabBar?.list.some(({ pagePath }) => pagePath === path) ?? false
  const top = () => stack.at(-1)
  host.page = () => top()?.caller

  function chrome(page: PageInstance): void {
    const title =
      titles.get(page) ?? config.parts[page.path]?.navigationBarTitleText ?? config.window.navigationBarTitleText ?? ''
    nav.style.background = colour(config.window.navigationBarBackgroundColor, '#fff')
    nav.style.color = colour(config.window.navigationBarTextStyle, 'black') === 'white' ? '#fff' : '#000'
    const heading = Object.assign(document.createElement('h1'), { textContent: title })
    nav.replaceChildren(heading)
    if (stack.length > 1)
      nav.prepend(
        Object.assign(document.createElement('button'), {
          textContent: '‹',
          ariaLabel: '返回',
          onclick: () => history.back(),
        }),
      )
    else if (!isTab(page.path))
      nav.prepend(
        Object.assign(document.createElement('button'), {
          textContent: '⌂',
          ariaLabel: '回首页',
          onclick: () => reLaunch(`/${config.pages[0]}`),
        }),
      )
    document.title = title
    const shown = isTab(page.path)
    tabs.hidden = !shown
    page.element.classList.toggle('has-tab', shown)
    tabs.style.background = colour(config.tabBar?.backgroundColor, '#fff')
    tabs.replaceChildren(
      ...(config.tabBar?.list ?? []).map(({ pagePath, text, iconPath, selectedIconPath }) => {
        const current = pagePath === page.path
        const button = Object.assign(document.createElement('button'), { onclick: () => switchTab(`/${pagePath}`) })
        const icon = current ? (selectedIconPath ?? iconPath) : iconPath
        if (icon)
          button.append(Object.assign(document.createElement('img'), { src: `/${icon.replace(/^\//, '')}`, alt: '' }))
        button.append(text)
        button.style.color = colour(current ? config.tabBar?.selectedColor : config.tabBar?.color, '#000')
        if (current) button.setAttribute('aria-current', 'page')
        return button
      }),
    )
  }

  function show(page: PageInstance): void {
    for (const other of [...stack, ...kept.values()]) other.element.toggleAttribute('hidden', other !== page)
    chrome(page)
    page.call('onShow')
    page.lifetime('show')
  }
  function hide(page: PageInstance | undefined): void {
    page?.call('onHide')
    page?.lifetime('hide')
  }
  function close(page: PageInstance): void {
    page.call('onUnload')
    page.release()
    page.element.remove()
    kept.delete(page.path)
  }

  function open(url: string): PageInstance {
    const { path, query } = parseUrl(url, top()?.path)
    if (!config.pages.includes(path)) throw new Error(`there is no page ${path}`)
    const page = openPage(path, query)
    stack.push(page)
    for (const other of stack) other.element.toggleAttribute('hidden', other !== page)
    page.call('onLoad', query)
    listen(page)
    show(page)
    setTimeout(() => page.call('onReady'))
    return page
  }
  const hash = (page: PageInstance) =>
    `#/${page.path}${Object.keys(page.query).length ? `?${new URLSearchParams(page.query)}` : ''}`
  const record = (page: PageInstance, how: 'push' | 'replace') =>
    history[how === 'push' ? 'pushState' : 'replaceState']({ depth: stack.length }, '', hash(page))

  function listen(page: PageInstance): void {
    let told = 0
    page.element.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = page.element
      page.call('onPageScroll', { scrollTop })
      if (scrollTop + clientHeight < scrollHeight - 50 || told === scrollHeight) return
      told = scrollHeight
      page.call('onReachBottom')
    })
    let from: number | undefined
    page.element.addEventListener('pointerdown', (event) => {
      from = page.element.scrollTop <= 0 ? event.clientY : undefined
    })
    page.element.addEventListener('pointerup', (event) => {
      if (from !== undefined && event.clientY - from > 80 && config.parts[page.path]?.enablePullDownRefresh)
        page.call('onPullDownRefresh')
      from = undefined
    })
  }

  function back(depth: number): void {
    while (stack.length > depth && stack.length > 1) close(stack.pop() as PageInstance)
    const page = top()
    if (page) show(page)
  }
  addEventListener('popstate', ({ state }) => {
    const depth = (state as { depth?: number } | null)?.depth
    if (depth === undefined) return void reLaunch(location.hash.slice(1) || `/${config.pages[0]}`)
    if (depth < stack.length) back(depth)
    else record(top() as PageInstance, 'replace')
  })

  function navigateTo(url: string): void {
    hide(top())
    record(open(url), 'push')
  }
  function redirectTo(url: string): void {
    const gone = stack.pop()
    if (gone) close(gone)
    record(open(url), 'replace')
  }
  function reLaunch(url: string): void {
    for (const page of new Set([...stack.splice(0), ...kept.values()])) close(page)
    kept.clear()
    record(open(url), 'replace')
  }
  function navigateBack(delta = 1): void {
    if (stack.length > 1) history.go(-Math.min(delta, stack.length - 1))
  }
  function switchTab(url: string): void {
    const { path } = parseUrl(url, top()?.path)
    while (stack.length > 1) close(stack.pop() as PageInstance)
    const current = stack.pop()
    if (current && current.path !== path) {
      hide(current)
      current.element.toggleAttribute('hidden', true)
      if (isTab(current.path)) kept.set(current.path, current)
      else close(current)
    }
    const known = current?.path === path ? current : kept.get(path)
    if (known) {
      stack.push(known)
      show(known)
    } else kept.set(path, open(`/${path}`))
    record(top() as PageInstance, 'replace')
    top()?.call('onTabItemTap', { pagePath: path })
  }

  return {
    start(): void {
      document.body.append(nav, tabs)
      record(open(location.hash.length > 2 ? location.hash.slice(1) : `/${config.pages[0]}`), 'replace')
    },
    navigateTo,
    redirectTo,
    reLaunch,
    navigateBack,
    switchTab,
    setTitle(title: string): void {
      const page = top()
      if (!page) return
      titles.set(page, title)
      chrome(page)
    },
    refreshChrome: () => top() && chrome(top() as PageInstance),
    pages: () => stack.map(({ caller }) => caller),
    top,
  }
}
export type Router = ReturnType<typeof routerOn>

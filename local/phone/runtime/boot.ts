// Starts a mini-program: registers its parts with WeChat's component framework, gives it App, Page, Component and wx, opens the first page.
import * as easel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { builtInTags } from '../provided'
import { BuiltIn, defineElements, setAria } from './elements'
import { host } from './host'
import { type PageInstance, type RouterConfig, routerOn } from './router'
import { makeWx } from './wx-api'

// biome-ignore lint/suspicious/noExplicitAny: glass-easel's inner fields and the page's own objects have no published types.
type Any = any
type Part = { component?: boolean; usingComponents?: Record<string, string>; styleIsolation?: string }
type Config = RouterConfig & {
  parts: Record<string, Part>
  styles: Record<string, { prefix?: string; css: string }>
  appCss: string
}

const scope = globalThis as Any
const loaders = new Map<string, () => void>()
export const define = (part: string, load: () => void): void => void loaders.set(part, load)

// WXS: constructor is a string, and these two exist.
scope.__wxsConstructor = (value: unknown) =>
  value === null || value === undefined ? undefined : Object.prototype.toString.call(value).slice(8, -1)
scope.getDate = (...args: []) => new Date(...args)
scope.getRegExp = (pattern: string, flags?: string) => new RegExp(pattern, flags)

const rpx = (style: unknown) =>
  typeof style === 'string' && style.includes('rpx')
    ? style.replace(/(-?\d*\.?\d+)rpx/gi, (_, number: string) => `${Number(number) / 7.5}vw`)
    : style

/** Properties reach built-ins as they are, aria-* becomes what a browser knows. */
function bridgeAttributes(): void {
  const native = easel.NativeNode.prototype as Any
  const plain = native.setAttribute
  native.setAttribute = function (this: Any, name: string, value: unknown) {
    const element = this._$backendElement
    if (name.startsWith('aria-') && element instanceof HTMLElement) return setAria(element, name, value)
    if (name === 'hover-class' && element instanceof HTMLElement)
      return value === 'none' ? undefined : element.setAttribute('data-hover', '')
    if (element instanceof BuiltIn) {
      element.receive(name, value)
      if (['name', 'id', 'for'].includes(name)) plain.call(this, name, value)
      return undefined
    }
    return plain.call(this, name, value)
  }
  const node = easel.Element.prototype as Any
  const setStyle = node.setNodeStyle
  node.setNodeStyle = function (this: Any, style: unknown, index: unknown) {
    return setStyle.call(this, rpx(style), index)
  }
}

const ownerOf = (target: EventTarget | null): Any => {
  let node = target as Any
  while (node && !node.__wxElement) node = node.parentNode
  return node?.__wxElement
}

class Backend extends easel.CurrentWindowBackendContext {
  private readonly sheets = new Map<string, number>()
  /** Each sheet once, where it first came: a page that is gone back to would find the shared one after its own. */
  appendStyleSheetPath(path: string, styleScope?: number): number {
    const known = this.sheets.get(path) ?? super.appendStyleSheetPath(path, styleScope)
    this.sheets.set(path, known)
    return known
  }
  /** A tap is a click: mouse, touch, keyboard and tests give exactly one. */
  onEvent(listener: Any): void {
    const tell = (event: Event, type: string, detail: object) => {
      const target = ownerOf(event.target)
      if (target)
        listener(target, type, detail, { originalEvent: event, bubbles: true, composed: true, capturePhase: true })
    }
    document.body.addEventListener('click', (event) => tell(event, 'tap', { x: event.clientX, y: event.clientY }))
    let timer: ReturnType<typeof setTimeout>
    document.body.addEventListener('pointerdown', (event) => {
      clearTimeout(timer)
      timer = setTimeout(() => tell(event, 'longpress', { x: event.clientX, y: event.clientY }), 350)
    })
    for (const type of ['pointerup', 'pointermove', 'pointercancel'])
      document.body.addEventListener(type, () => clearTimeout(timer))
  }
  /** Built-ins fire their own events; taps come from above. */
  setListenerStats(element: Any, type: string, capture: Any, level: Any): void {
    if (!element || element instanceof BuiltIn || /^(tap|longpress|longtap)$/.test(type)) return
    super.setListenerStats(element, type, capture, level)
  }
}

export function boot(config: Config, templates: Any): void {
  defineElements()
  bridgeAttributes()
  host.fire = (element, type, detail) => {
    const target = (element as Any).__wxElement
    if (target) easel.Event.triggerEvent(target, type, detail, { bubbles: false, composed: false })
  }
  const environment = new MiniProgramEnv()
  const context = new Backend() as Any
  const backend = environment.associateBackend(context) as Any
  const space = environment.createCodeSpace('', true) as Any
  const components = space.getComponentSpace()
  components.updateComponentOptions({ writeFieldsToNode: false, writeIdToDOM: true })
  for (const tag of builtInTags) components.setGlobalUsingComponent(tag, `wx-${tag}`)

  const shared: Record<string, Any> = {
    'wx://form-field': space
      .behavior()
      .definition({ properties: { name: String, value: null } })
      .register(),
    'wx://component-export': space.behavior().definition({}).register(),
  }
  const known = (definition: Any) => ({
    ...definition,
    ...(definition.behaviors && {
      behaviors: definition.behaviors.map((one: Any) => (typeof one === 'string' ? shared[one] : one)).filter(Boolean),
    }),
  })

  space.addStyleSheet('app', 'app')
  context.registerStyleSheetContent('app', config.appCss)
  for (const [part, json] of Object.entries(config.parts)) {
    const { prefix, css } = config.styles[part] ?? { css: '' }
    space.addComponentStaticConfig(part, json)
    if (templates[part]) space.addCompiledTemplate(part, { groupList: templates, content: templates[part] })
    space.addStyleSheet(part, css ? part : undefined, prefix)
    if (css) context.registerStyleSheetContent(part, css)
  }

  const done = new Set<string>()
  const load = (part: string): void => {
    if (done.has(part)) return
    done.add(part)
    const run = loaders.get(part)
    if (!run) {
      space.component(part).register()
      return
    }
    space.componentEnv(part, ({ Page, Component, Behavior }: Any) => {
      const before = [scope.Page, scope.Component, scope.Behavior]
      scope.Page = (definition: Any) => Page(known(definition))
      scope.Component = (definition: Any) => Component(known(definition))
      scope.Behavior = Object.assign((definition: Any) => Behavior(known(definition)), Behavior)
      run()
      ;[scope.Page, scope.Component, scope.Behavior] = before
    })
  }

  let app: Any = {}
  scope.App = (definition: Any) => {
    app = definition
  }
  scope.getApp = () => app
  // A behaviour that a library file defines while it is imported belongs to no part.
  scope.Behavior = (definition: Any) => space.behavior().definition(known(definition)).register()

  const openPage = (path: string, query: Record<string, string>): PageInstance => {
    load(path)
    const root = backend.createRoot('wx-page', space, path)
    const component = root.getComponent()
    const place = document.createElement('div')
    document.body.append(place)
    const caller = root.get()
    Object.assign(caller, { route: path, options: query })
    component.getBackendElement()?.setAttribute('is', path)
    for (const [name, value] of Object.entries(query))
      if (component.hasProperty?.(name) ?? false) component.replaceDataOnPath?.([name], value)
    root.attach(document.body, place)
    const element = component.getBackendElement() as HTMLElement
    element.setAttribute('is', path)
    element.setAttribute('role', 'main')
    return {
      path,
      query,
      element,
      caller,
      call(name, ...args) {
        const method = caller[name]
        return typeof method === 'function' ? method.apply(caller, args) : undefined
      },
      lifetime: (name) => component.triggerPageLifetime?.(name, []),
      release: () => root.release?.(),
    }
  }
  const router = routerOn(config, openPage)
  scope.getCurrentPages = router.pages
  scope.wx = makeWx(router)
  easel.globalOptions.throwGlobalError = false
  context.onEvent((target: Any, type: string, detail: Any, options: Any) => {
    const event = new easel.Event(type, detail, options)
    easel.Event.dispatchEvent(target, event)
  })

  loaders.get('app')?.()
  app.onLaunch?.({ path: '', query: {}, scene: 1001 })
  app.onShow?.({ path: '', query: {}, scene: 1001 })
  for (const part of Object.keys(config.parts).filter((one) => !config.pages.includes(one))) load(part)
  router.start()
  scope.phoneReady = true
}

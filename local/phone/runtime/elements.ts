// The built-in components as small custom elements: a face over the native element inside, so that typing, focus and screen readers are
// the browser's own. Properties arrive through `receive`, events leave through `host.fire`.
import { address, type Detail, host } from './host'
import { chooseOne, chooseValue } from './sheet'

export class BuiltIn extends HTMLElement {
  protected values: Record<string, unknown> = {}

  fire(type: string, detail: Detail = {}): void {
    host.fire(this, type, detail)
  }
  is(name: string): boolean {
    const value = this.values[name]
    return value === true || value === '' || value === 'true'
  }
  text(name: string): string {
    const value = this.values[name]
    return value === undefined || value === null ? '' : String(value)
  }
  receive(name: string, value: unknown): void {
    this.values[name] = value
    this.update(name)
  }
  update(_name: string): void {}
}

const tappable = new Set(['button', 'link', 'tab', 'checkbox', 'radio', 'switch', 'option', 'menuitem'])

/** aria-role is WeChat's name for role; what can be tapped can be reached by keyboard. */
export function setAria(element: HTMLElement, name: string, value: unknown): void {
  const target = element instanceof Field ? element.inner : element
  const attribute = name === 'aria-role' ? 'role' : name
  if (value === undefined || value === null || value === '') target.removeAttribute(attribute)
  else target.setAttribute(attribute, String(value))
  if (attribute === 'role' && tappable.has(String(value)) && !element.hasAttribute('tabindex')) element.tabIndex = 0
}

document.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement
  if (
    (event.key !== 'Enter' && event.key !== ' ') ||
    target.tabIndex < 0 ||
    !tappable.has(target.getAttribute('role') ?? '')
  )
    return
  event.preventDefault()
  target.click()
})

class Button extends BuiltIn {
  connectedCallback() {
    if (!this.hasAttribute('role')) this.setAttribute('role', 'button')
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0
    this.addEventListener('click', (event) => this.press(event), { capture: true })
  }
  update(name: string) {
    if (name !== 'disabled') return
    this.setAttribute('aria-disabled', String(this.is('disabled')))
    this.tabIndex = this.is('disabled') ? -1 : 0
  }
  private press(event: Event): void {
    if (this.is('disabled')) {
      event.stopImmediatePropagation()
      event.preventDefault()
      return
    }
    const form = this.closest('wx-form')
    if (form instanceof Form && this.text('form-type')) setTimeout(() => form.act(this.text('form-type')))
    if (this.text('open-type') === 'share') document.dispatchEvent(new CustomEvent('phone:share'))
  }
}

class Field extends BuiltIn {
  inner!: HTMLInputElement | HTMLTextAreaElement
  protected build(): HTMLInputElement | HTMLTextAreaElement {
    return document.createElement('input')
  }
  constructor() {
    super()
    this.inner = this.build()
    this.inner.maxLength = 140
    this.inner.addEventListener('input', () => {
      this.values.value = this.inner.value
      this.grow()
      this.fire('input', { value: this.inner.value, cursor: this.inner.selectionStart ?? 0 })
    })
    this.inner.addEventListener('focus', () => this.fire('focus', { value: this.inner.value, height: 0 }))
    this.inner.addEventListener('blur', () => this.fire('blur', { value: this.inner.value }))
    this.inner.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Enter' && this.inner instanceof HTMLInputElement)
        this.fire('confirm', { value: this.inner.value })
    })
  }
  connectedCallback() {
    if (!this.contains(this.inner)) this.append(this.inner)
    if (this.is('focus')) setTimeout(() => this.inner.focus())
    this.grow()
  }
  get value(): string {
    return this.inner.value
  }
  grow(): void {}
  update(name: string) {
    const { inner } = this
    if (name === 'value' && inner.value !== this.text('value')) inner.value = this.text('value')
    if (name === 'value') this.grow()
    if (name === 'placeholder') inner.placeholder = this.text('placeholder')
    if (name === 'placeholder' && !inner.hasAttribute('aria-label'))
      inner.setAttribute('aria-label', this.text('placeholder'))
    if (name === 'disabled') inner.disabled = this.is('disabled')
    if (name === 'maxlength') {
      const most = Number(this.values.maxlength)
      if (most < 0) inner.removeAttribute('maxlength')
      else inner.maxLength = most
    }
    if (name === 'focus' && this.is('focus') && this.isConnected) setTimeout(() => inner.focus())
    if (inner instanceof HTMLInputElement && name === 'password') inner.type = this.is('password') ? 'password' : 'text'
    if (inner instanceof HTMLInputElement && name === 'type')
      inner.inputMode =
        ({ number: 'numeric', digit: 'decimal', idcard: 'text' } as Record<string, string>)[this.text('type')] ?? 'text'
  }
}

class TextArea extends Field {
  protected override build() {
    return document.createElement('textarea')
  }
  override grow() {
    if (!this.is('auto-height') || !this.isConnected) return
    this.inner.style.height = 'auto'
    this.inner.style.height = `${this.inner.scrollHeight}px`
  }
}

class Picture extends BuiltIn {
  private inner = Object.assign(document.createElement('img'), { alt: '' })
  constructor() {
    super()
    this.inner.addEventListener('load', () =>
      this.fire('load', { width: this.inner.naturalWidth, height: this.inner.naturalHeight }),
    )
    this.inner.addEventListener('error', () => this.fire('error', { errMsg: 'the picture did not load' }))
  }
  connectedCallback() {
    if (!this.contains(this.inner)) this.append(this.inner)
  }
  override update(name: string) {
    if (name === 'src' && this.text('src')) this.inner.src = address(this.text('src'))
    if (name === 'lazy-load') this.inner.loading = 'lazy'
    if (name !== 'mode') return
    const fits: Record<string, string> = {
      aspectFit: 'contain',
      aspectFill: 'cover',
      scaleToFill: 'fill',
      center: 'none',
    }
    this.inner.style.objectFit = fits[this.text('mode')] ?? 'fill'
    if (this.text('mode') === 'widthFix') for (const element of [this, this.inner]) element.style.height = 'auto'
  }
}

class Picker extends BuiltIn {
  connectedCallback() {
    if (!this.hasAttribute('role')) this.setAttribute('role', 'button')
    this.tabIndex = 0
    this.addEventListener('click', () => void this.open())
  }
  update(name: string) {
    if (name === 'disabled') this.setAttribute('aria-disabled', String(this.is('disabled')))
  }
  get value(): unknown {
    return this.values.value
  }
  private async open(): Promise<void> {
    if (this.is('disabled')) return
    const title = this.text('header-text') || this.getAttribute('aria-label') || '请选择'
    const mode = this.text('mode') || 'selector'
    if (mode === 'date' || mode === 'time') {
      const chosen = await chooseValue(title, mode, this.text('value'), {
        min: this.text('start'),
        max: this.text('end'),
      })
      return chosen === undefined ? this.fire('cancel') : this.choose(chosen)
    }
    const key = this.text('range-key')
    const range = ((this.values.range as unknown[]) ?? []).map((item) =>
      key ? String((item as Record<string, unknown>)[key]) : String(item),
    )
    const chosen = await chooseOne(title, range, Number(this.values.value ?? -1))
    return chosen === undefined ? this.fire('cancel') : this.choose(chosen)
  }
  private choose(value: unknown): void {
    this.values.value = value
    this.fire('change', { value })
  }
}

class Toggle extends BuiltIn {
  connectedCallback() {
    this.setAttribute('role', 'switch')
    this.tabIndex = 0
    this.mark()
    this.addEventListener('click', () => {
      if (this.is('disabled')) return
      this.values.checked = !this.is('checked')
      this.mark()
      this.fire('change', { value: this.values.checked })
    })
  }
  get value(): boolean {
    return this.is('checked')
  }
  private mark() {
    this.setAttribute('aria-checked', String(this.is('checked')))
  }
  override update(name: string) {
    if (name === 'checked') this.mark()
    if (name === 'color') this.style.setProperty('--switch-color', this.text('color'))
  }
}

/** A checkbox or a radio; its group tells the change. */
class Choice extends BuiltIn {
  constructor(private readonly kind: 'checkbox' | 'radio') {
    super()
  }
  connectedCallback() {
    this.setAttribute('role', this.kind)
    this.tabIndex = 0
    this.mark()
    this.addEventListener('click', (event) => {
      event.stopPropagation()
      if (this.is('disabled')) return
      this.values.checked = this.kind === 'radio' ? true : !this.is('checked')
      this.mark()
      const group = this.closest('wx-checkbox-group, wx-radio-group')
      if (group instanceof Group) group.changed(this)
    })
  }
  clear(): void {
    this.values.checked = false
    this.mark()
  }
  private mark() {
    this.setAttribute('aria-checked', String(this.is('checked')))
  }
  override update(name: string) {
    if (name === 'checked') this.mark()
    if (name === 'color') this.style.setProperty('--check-color', this.text('color'))
  }
}
class CheckBox extends Choice {
  constructor() {
    super('checkbox')
  }
}
class Radio extends Choice {
  constructor() {
    super('radio')
  }
}

class Group extends BuiltIn {
  connectedCallback() {
    this.setAttribute('role', this.localName === 'wx-radio-group' ? 'radiogroup' : 'group')
  }
  private get choices(): Choice[] {
    return [...this.querySelectorAll<Choice>('wx-checkbox, wx-radio')]
  }
  get value(): string | string[] {
    const chosen = this.choices.filter((choice) => choice.is('checked')).map((choice) => choice.text('value'))
    return this.localName === 'wx-radio-group' ? (chosen[0] ?? '') : chosen
  }
  changed(by: Choice): void {
    if (this.localName === 'wx-radio-group') for (const choice of this.choices) if (choice !== by) choice.clear()
    this.fire('change', { value: this.value })
  }
}

class Label extends BuiltIn {
  connectedCallback() {
    this.addEventListener('click', (event) => {
      const target = this.text('for')
        ? document.getElementById(this.text('for'))
        : this.querySelector<HTMLElement>('wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea, wx-button')
      if (!target || target.contains(event.target as Node)) return
      if (target instanceof Field) target.inner.focus()
      else target.click()
    })
  }
}

class Form extends BuiltIn {
  act(kind: string): void {
    const value: Detail = {}
    for (const field of this.querySelectorAll<BuiltIn & { value: unknown }>('[name]'))
      if (field instanceof BuiltIn) value[field.text('name')] = field.value
    this.fire(kind, { value })
  }
}

class ScrollView extends BuiltIn {
  connectedCallback() {
    this.tabIndex = 0
    this.addEventListener('scroll', () => {
      this.fire('scroll', { scrollTop: this.scrollTop, scrollLeft: this.scrollLeft })
      if (this.scrollTop + this.clientHeight >= this.scrollHeight - 50)
        this.fire('scrolltolower', { direction: 'bottom' })
    })
  }
  override update(name: string) {
    if (name === 'scroll-x' || name === 'scroll-y') this.setAttribute(name, String(this.is(name)))
    if (name === 'scroll-top') this.scrollTop = Number(this.values['scroll-top'])
  }
}

class Progress extends BuiltIn {
  private bar = document.createElement('i')
  connectedCallback() {
    this.setAttribute('role', 'progressbar')
    this.append(this.bar)
  }
  override update(name: string) {
    if (name === 'percent') {
      this.bar.style.width = `${Number(this.values.percent)}%`
      this.setAttribute('aria-valuenow', String(Number(this.values.percent)))
    }
    if (name === 'activeColor') this.bar.style.background = this.text('activeColor')
    if (name === 'stroke-width') this.style.height = `${Number(this.values['stroke-width'])}px`
  }
}

class PageMeta extends BuiltIn {
  override update(name: string) {
    const page = this.closest('wx-page') as HTMLElement | null
    if (name === 'page-style' && page) page.setAttribute('style', this.text('page-style'))
    if (name === 'page-style' && !page) queueMicrotask(() => this.isConnected && this.update('page-style'))
  }
  connectedCallback() {
    this.update('page-style')
  }
}

class Drawing extends BuiltIn {
  /** A canvas makes its own pictures in WeChat. */
  readonly inner = Object.assign(document.createElement('canvas'), { createImage: () => new Image() })
  connectedCallback() {
    this.append(this.inner)
  }
}

class Plain extends BuiltIn {}
const plain = () => class extends Plain {}

export function defineElements(): void {
  const all: Record<string, CustomElementConstructor> = {
    'wx-button': Button,
    'wx-input': Field,
    'wx-textarea': TextArea,
    'wx-image': Picture,
    'wx-picker': Picker,
    'wx-switch': Toggle,
    'wx-checkbox': CheckBox,
    'wx-radio': Radio,
    'wx-checkbox-group': Group,
    'wx-radio-group': class extends Group {},
    'wx-label': Label,
    'wx-form': Form,
    'wx-scroll-view': ScrollView,
    'wx-progress': Progress,
    'wx-page-meta': PageMeta,
    'wx-canvas': Drawing,
    'wx-view': plain(),
    'wx-text': plain(),
    'wx-root-portal': plain(),
  }
  for (const [name, element] of Object.entries(all)) customElements.define(name, element)
}

export const canvasOf = (element: Element): HTMLCanvasElement | undefined =>
  element instanceof Drawing ? element.inner : undefined

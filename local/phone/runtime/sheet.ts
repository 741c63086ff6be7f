// What slides over a page: dialogs, choices, toasts. Native buttons, so that keyboard and screen reader work.

const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

/** Shows a mask with what `fill` puts into it; `close` takes it away and gives the focus back. */
function over<T>(className: string, fill: (close: (value: T) => void) => HTMLElement): Promise<T> {
  return new Promise((resolve) => {
    const focused = document.activeElement as HTMLElement | null
    const mask = make('div', { className })
    const close = (value: T) => {
      mask.remove()
      focused?.focus?.()
      resolve(value)
    }
    mask.append(fill(close))
    document.body.append(mask)
    mask.querySelector<HTMLElement>('textarea, input, button')?.focus()
  })
}

export type DialogOptions = {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  confirmText?: string
  editable?: boolean
  placeholderText?: string
}

export const showDialog = (options: DialogOptions): Promise<{ confirm: boolean; cancel: boolean; content?: string }> =>
  over('phone-mask', (close) => {
    const dialog = make('div', {
      className: 'phone-dialog',
      role: 'dialog',
      ariaModal: 'true',
      ariaLabel: options.title || '提示',
    })
    if (options.title) dialog.append(make('h2', { textContent: options.title }))
    const words = make('textarea', {
      placeholder: options.placeholderText ?? '',
      value: options.content ?? '',
      ariaLabel: options.title ?? '',
    })
    if (options.editable) dialog.append(make('p'), words)
    else if (options.content) dialog.append(make('p', { textContent: options.content }))
    const footer = make('footer')
    if (options.showCancel !== false)
      footer.append(
        make('button', {
          className: 'plain',
          textContent: options.cancelText ?? '取消',
          onclick: () => close({ confirm: false, cancel: true }),
        }),
      )
    footer.append(
      make('button', {
        textContent: options.confirmText ?? '确定',
        onclick: () => close({ confirm: true, cancel: false, ...(options.editable && { content: words.value }) }),
      }),
    )
    dialog.append(footer)
    return dialog
  })

/** One of several; undefined when it is called off. */
export const chooseOne = (title: string, options: string[], chosen = -1): Promise<number | undefined> =>
  over('phone-mask bottom', (close) => {
    const sheet = make('div', { className: 'phone-sheet', role: 'dialog', ariaModal: 'true', ariaLabel: title })
    sheet.append(make('header', {}, make('button', { textContent: '取消', onclick: () => close(undefined) })))
    const list = make('div', { role: 'radiogroup', ariaLabel: title })
    for (const [index, text] of options.entries()) {
      list.append(
        make('button', {
          className: 'option',
          role: 'radio',
          ariaChecked: String(index === chosen),
          textContent: text,
          onclick: () => close(index),
        }),
      )
    }
    sheet.append(list)
    return sheet
  })

export const chooseValue = (
  title: string,
  type: 'date' | 'time',
  value: string,
  limits: { min?: string; max?: string },
): Promise<string | undefined> =>
  over('phone-mask bottom', (close) => {
    const input = make('input', { type, value, min: limits.min ?? '', max: limits.max ?? '', ariaLabel: title })
    const header = make(
      'header',
      {},
      make('button', { textContent: '取消', onclick: () => close(undefined) }),
      make('button', { textContent: '确定', onclick: () => close(input.value || undefined) }),
    )
    return make('div', { className: 'phone-sheet', role: 'dialog', ariaModal: 'true', ariaLabel: title }, header, input)
  })

let toast: HTMLElement | undefined
let toastTimer: ReturnType<typeof setTimeout>

export function showToast(text: string, lastsMs: number): void {
  toast?.remove()
  clearTimeout(toastTimer)
  toast = make('div', { className: 'phone-toast', role: 'status', textContent: text })
  document.body.append(toast)
  if (Number.isFinite(lastsMs)) toastTimer = setTimeout(() => toast?.remove(), lastsMs)
}

export const hideToast = (): void => toast?.remove()

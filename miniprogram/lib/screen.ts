// What every page does around a call: a busy flag against double taps, field errors under their inputs, refusals told calmly, and the
// loading, ready and error states of a list. Pages contain no try.
import { ApiError } from './api'

export type Screen = { data: object; setData(data: Record<string, unknown>): void; reload?: () => unknown }
export type State = 'loading' | 'ready' | 'error'

const errorOf = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError({ code: 'PHONE', message: '这一页出了点问题，请返回后重试' })

function tell(screen: Screen, error: ApiError): void {
  if (Object.keys(error.fields).length) {
    screen.setData({ errors: error.fields })
    wx.showToast({ title: error.message, icon: 'none', duration: 2500 })
    wx.pageScrollTo({ selector: '.wrong', fail: () => undefined })
    return
  }
  if (error.code === 'NOT_REGISTERED') {
    wx.navigateTo({ url: '/pages/register/register' })
    return
  }
  if (error.message.length > 16)
    wx.showModal({ title: '', content: error.message, showCancel: false, confirmText: '知道了' })
  else wx.showToast({ title: error.message, icon: 'none', duration: 2500 })
  if (error.code === 'STATE_CHANGED') screen.reload?.()
}

/** Runs one action of a person; undefined when it was refused or another one is still running. */
export async function run<T>(screen: Screen, work: () => Promise<T>): Promise<T | undefined> {
  if ((screen.data as { busy?: boolean }).busy) return undefined
  screen.setData({ busy: true, errors: {} })
  try {
    return await work()
  } catch (error) {
    tell(screen, errorOf(error))
    return undefined
  } finally {
    screen.setData({ busy: false })
  }
}

/** How often a page has been turned to another list. */
const turns = new WeakMap<Screen, number>()
const turnOf = (screen: Screen): number => turns.get(screen) ?? 0

/** Another list is chosen, and loaded next: what was asked for before comes too late, and is neither shown nor told. */
export function turnTo(screen: Screen, chosen: Record<string, unknown>): void {
  turns.set(screen, turnOf(screen) + 1)
  const paging = { next: undefined, more: false }
  const fresh = Object.fromEntries(Object.entries(paging).filter(([field]) => field in screen.data))
  screen.setData({ ...fresh, ...chosen, state: 'loading' })
}

/** What may be otherwise the next time. Any other answer stays the same, however often it is asked for. */
const passing = ['NETWORK', 'TIMEOUT', 'TOO_MANY', 'SIGN_IN', 'INTERNAL', 'PHONE']

/** For the list's state: a guest registers, what isn't there leads elsewhere, the rest is tried again. */
function wayOn(code: string, ref: string): string {
  if (code === 'NOT_REGISTERED') return code
  return passing.includes(code) ? ref : 'MISSING'
}

/** Fetches what the page shows; keeps what is there when a refresh fails. */
export async function load(screen: Screen, work: () => Promise<Record<string, unknown>>): Promise<void> {
  const turn = turnOf(screen)
  try {
    const found = await work()
    if (turn === turnOf(screen)) screen.setData({ ...found, state: 'ready', failure: '' })
  } catch (error) {
    if (turn !== turnOf(screen)) return
    const { message, ref, code, fields } = errorOf(error)
    // Nothing is being filled in here: an old link has no field to mend, and without a network nothing is at stake.
    const why = Object.values(fields)[0] ?? (code === 'NETWORK' ? '网络不通，请检查网络后重试' : message)
    const shown = (screen.data as { state?: State }).state === 'ready'
    if (shown && code === 'NETWORK') wx.showToast({ title: '网络不通，显示的是刚才的内容', icon: 'none' })
    else screen.setData({ state: 'error', failure: why, failureRef: wayOn(code, ref) })
  } finally {
    wx.stopPullDownRefresh()
  }
}

// A whole street for a story: the real functions on the local cloud, the real pages in Chromium, in a folder of its own.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { servePhone } from '../../local/phone'
import { cloudOver, prepared } from './prepared'

const root = path.resolve(__dirname, '..', '..')
export const shotsDir = path.join(root, 'shots')
const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file && existsSync(file))
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Reply<T> =
  | { ok: true; data: T }
  | { ok: false; error: { code: string; message: string; fields?: Record<string, string> } }
export type Town = Awaited<ReturnType<typeof openTown>>

export async function openTown() {
  process.env.SILENT = '1'
  mkdirSync(shotsDir, { recursive: true })
  const ready = await prepared()
  const folder = mkdtempSync(path.join(tmpdir(), 'wushe-'))
  cpSync(path.join(ready, 'data'), path.join(folder, 'data'), { recursive: true })
  const cloud = await cloudOver(ready, path.join(folder, 'data'))
  const site = await servePhone({ outDir: path.join(ready, 'phone'), cloudUrl: cloud.url, panel: { people: [] } })
  const browser: Browser = await chromium.launch({ executablePath, args: quiet })
  const faults: string[] = []

  return {
    cloud,
    site,
    folder,
    /** What pages have thrown since the start; a story ends with none. */
    faults,
    /** A call as this person's phone makes it. */
    async call<T>(openid: string, call: string, data: object): Promise<Reply<T>> {
      return (await cloud.invoke('api', { call, data }, { openid })) as Reply<T>
    },
    /** Somebody's phone, on a page. */
    async phone(
      openid: string,
      hash = '/pages/home/home',
      options: { width?: number; theme?: 'light' | 'dark'; font?: number; touch?: boolean } = {},
    ): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: options.width ?? 375, height: 780 },
        hasTouch: options.touch ?? false,
        isMobile: options.touch ?? false,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(40_000)
      page.on('pageerror', (error) => faults.push(`${hash}: ${error.message}`))
      await page.goto(
        `${site.url}/phone/?openid=${openid}&theme=${options.theme ?? 'light'}&font=${options.font ?? 1}#${hash}`,
      )
      return page
    },
    async close(): Promise<void> {
      await browser.close()
      await site.stop()
      await cloud.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Whatever a nudge would do at once the timer does again: after this, what was written has been checked, delivered and followed. */
export const checked = (town: Town): Promise<void> => town.cloud.clock.advance(5 * 60_000)

/** The page on top; others stay beneath it, hidden. */
export const top = (page: Page) => page.locator('wx-page:not([hidden])')

/** Presses the button with this exact name on the page on top. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await top(page)
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click()
}

export async function fill(page: Page, name: string | RegExp, text: string): Promise<void> {
  await top(page)
    .getByRole('textbox', { name, exact: typeof name === 'string' })
    .first()
    .fill(text)
}

export const sees = (page: Page, text: string | RegExp) => top(page).getByText(text).first().waitFor()

export const shoot = (page: Page, name: string) => page.screenshot({ path: path.join(shotsDir, `${name}.png`) })

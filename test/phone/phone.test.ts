// The phone itself, with a small mini-program of its own: what a page may rely on, and what stops a build.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildPhone, PhoneBuildError, servePhone } from '../../local/phone'

jest.setTimeout(90_000)
const project = path.resolve(__dirname, '../..')
const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file && existsSync(file))
const folder = mkdtempSync(path.join(tmpdir(), 'phone-'))
let site: Awaited<ReturnType<typeof servePhone>>
let browser: Browser
beforeAll(async () => {
  await buildPhone({ root: path.join(__dirname, 'sample'), outDir: folder, project })
  site = await servePhone({
    outDir: folder,
    cloudUrl: 'http://127.0.0.1:9',
    panel: { people: [{ id: 'o1', name: '阿梅', role: '居民' }] },
  })
  browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})
afterAll(async () => {
  await browser.close()
  await site.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function open(hash: string, { query = '', touch = false, width = 375 } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 700 }, hasTouch: touch, isMobile: touch })
  const page = await context.newPage()
  page.setDefaultTimeout(5000)
  await page.goto(`${site.url}/phone/?openid=o1${query}#${hash}`)
  return page
}
const shown = (page: Page) => page.locator('wx-page:not([hidden])')

test.each([false, true])('one press is one tap, and a caught tap stays inside (touch: %s)', async (touch) => {
  const page = await open('/pages/one/one', { touch })
  const press = async (name: string) =>
    touch ? shown(page).getByRole('button', { name }).tap() : shown(page).getByRole('button', { name }).click()
  await press('加一')
  await shown(page).getByText('计数 4 倍 8').waitFor()
  await shown(page).getByText('说了 4').waitFor()
  await press('点我')
  await shown(page).getByText('点了 1 次').waitFor()
})

test('what can be tapped can be reached and pressed by keyboard', async () => {
  const page = await open('/pages/one/one')
  await shown(page).getByRole('button', { name: '点我' }).press('Enter')
  await shown(page).getByText('点了 1 次').waitFor()
})

test('the back key returns to the page beneath, a link opens deep, a title is set', async () => {
  const page = await open('/pages/one/one')
  await shown(page).getByRole('button', { name: '去第三页' }).click()
  await shown(page).getByText('你好，张三').waitFor()
  expect(await page.title()).toBe('张三')
  await page.goBack()
  await shown(page).getByText('点了 0 次').waitFor()
  const deep = await open('/package/three/three?name=%E6%9D%8E%E5%9B%9B')
  await shown(deep).getByText('你好，李四').waitFor()
})

test('a page that is gone back to keeps its own style above the shared one', async () => {
  const page = await open('/pages/one/one')
  const margin = () => page.evaluate(() => getComputedStyle(document.querySelector('.half') as Element).marginTop)
  expect(await margin()).toBe('5px')
  await shown(page).getByRole('button', { name: '去第三页' }).click()
  await shown(page).getByText('你好，张三').waitFor()
  await page.goBack()
  await shown(page).getByText('点了 0 次').waitFor()
  expect(await margin()).toBe('5px')
})

type Phone = {
  wx: Record<string, (options?: object) => Promise<{ tempFilePath: string }>> & {
    createSelectorQuery(): {
      select(selector: string): {
        fields(of: object): { exec(told: (found: { node: HTMLCanvasElement }[]) => void): void }
      }
    }
  }
}

test('a file is written and opened, a canvas is found by its id, drawn and saved', async () => {
  const page = await open('/pages/two/two')
  await shown(page).getByRole('textbox', { name: '姓名' }).waitFor()
  const opened = page.waitForEvent('download')
  const told = await page.evaluate(async () => {
    const { wx } = window as unknown as Phone
    const filePath = 'phone://usr/一张表.xlsx'
    const files = wx.getFileSystemManager?.() as unknown as {
      writeFile(options: object): Promise<void>
      getFileInfo(options: object): Promise<{ size: number; digest: string }>
    }
    await files.writeFile({ filePath, data: btoa('abc'), encoding: 'base64' })
    await wx.openDocument?.({ filePath })
    return files.getFileInfo({ filePath, digestAlgorithm: 'sha1' })
  })
  expect(told).toMatchObject({ size: 3, digest: 'a9993e364706816aba3e25717850c26c9cd0d89d' })
  const file = await opened
  expect(file.suggestedFilename()).toBe('一张表.xlsx')
  expect(readFileSync(await file.path(), 'utf8')).toBe('abc')
  const saved = page.waitForEvent('download')
  const colour = await page.evaluate(async () => {
    const { wx } = window as unknown as Phone
    const [found] = await new Promise<{ node: HTMLCanvasElement }[]>((done) =>
      wx.createSelectorQuery().select('#paper').fields({ node: true }).exec(done),
    )
    const canvas = found?.node as HTMLCanvasElement & { createImage(): HTMLImageElement }
    const pen = canvas.getContext('2d') as CanvasRenderingContext2D
    pen.fillStyle = '#0b6b63'
    pen.fillRect(0, 0, 10, 10)
    const told = await wx.canvasToTempFilePath?.({ canvas })
    const picture = canvas.createImage()
    picture.src = told?.tempFilePath ?? ''
    await picture.decode()
    pen.drawImage(picture, 20, 20)
    await wx.saveImageToPhotosAlbum?.({ filePath: told?.tempFilePath })
    return [...pen.getImageData(25, 25, 1, 1).data]
  })
  expect(colour).toEqual([11, 107, 99, 255])
  expect((await saved).suggestedFilename()).toBe('picture.png')
})

test('tabs keep their page', async () => {
  const page = await open('/pages/one/one')
  await shown(page).getByRole('button', { name: '点我' }).click()
  await page.getByRole('navigation').getByRole('button', { name: '二' }).click()
  await shown(page).getByRole('textbox', { name: '姓名' }).waitFor()
  await page.getByRole('navigation').getByRole('button', { name: '一' }).click()
  await shown(page).getByText('点了 1 次').waitFor()
})

test('a form gives every field under its name', async () => {
  const page = await open('/pages/two/two')
  await shown(page).getByRole('textbox', { name: '姓名' }).fill('王五')
  await shown(page).getByRole('textbox', { name: '说明' }).fill('早上来')
  await shown(page).getByRole('button', { name: '时段' }).click()
  await page.getByRole('radio', { name: '晚' }).click()
  await shown(page).getByRole('switch').click()
  await shown(page).getByText('乙', { exact: true }).click()
  await shown(page).getByRole('button', { name: '提交' }).click()
  await shown(page).getByText('{"who":"王五","words":"早上来","kind":2,"agree":true,"sex":"b"}').waitFor()
})

test('half of 750rpx is half of the phone, and dark mode follows the phone’s own switch', async () => {
  const page = await open('/pages/one/one', { query: '&theme=dark', width: 414 })
  const box = await page.locator('wx-page > .half').boundingBox()
  expect(box?.width).toBeCloseTo(207, 0)
  const colours = await page.evaluate(() => [
    getComputedStyle(document.querySelector('wx-page') as Element).backgroundColor,
    getComputedStyle(document.querySelector('.phone-nav') as Element).backgroundColor,
  ])
  expect(colours).toEqual(['rgb(17, 17, 17)', 'rgb(17, 17, 17)'])
})

test('storage belongs to the person who holds the phone', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site.url}/phone/?openid=o1#/pages/one/one`)
  await shown(page).getByRole('button', { name: '记住名字' }).click()
  await page.goto(`${site.url}/phone/?openid=o2#/pages/one/one`)
  await shown(page).getByText('名字 无名').waitFor()
  await page.goto(`${site.url}/phone/?openid=o1#/pages/one/one`)
  await shown(page).getByText('名字 阿梅').waitFor()
})

test('what the phone lacks stops the build, each with its file and line', async () => {
  const broken = mkdtempSync(path.join(tmpdir(), 'broken-'))
  cpSync(path.join(__dirname, 'sample'), broken, { recursive: true })
  const template = path.join(broken, 'pages/one/one.wxml')
  writeFileSync(template, `${readFileSync(template, 'utf8')}<map />\n<view bindpinch="tap">x</view>\n`)
  const script = path.join(broken, 'pages/two/two.ts')
  writeFileSync(script, `${readFileSync(script, 'utf8')}\nwx.getLocation()\n`)
  const error = await buildPhone({ root: broken, outDir: path.join(broken, 'out'), project }).catch(
    (caught: unknown) => caught,
  )
  rmSync(broken, { recursive: true, force: true })
  expect(error).toBeInstanceOf(PhoneBuildError)
  const { problems } = error as PhoneBuildError
  expect(problems).toEqual([
    expect.stringMatching(/one\.wxml:10: <map>/),
    expect.stringMatching(/one\.wxml:11: <view> does not honour bindpinch/),
    expect.stringMatching(/two\.ts:\d+: wx\.getLocation is not provided/),
  ])
})

test('a taken port is told in one sentence', async () => {
  await expect(
    servePhone({ outDir: folder, port: site.port, cloudUrl: 'http://127.0.0.1:9', panel: { people: [] } }),
  ).rejects.toMatchObject({ code: 'PORT_TAKEN' })
})

// B8: what a phone has to load and to wait for: package sizes, cloud calls and setData before each tab's first screen is complete.
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { openTown, top } from '../e2e/town'
import type { Result } from './measure'

const root = path.resolve(__dirname, '../../miniprogram')
const sizeOf = (dir: string): number =>
  readdirSync(dir, { withFileTypes: true }).reduce((sum, entry) => {
    const at = path.join(dir, entry.name)
    return sum + (entry.isDirectory() ? sizeOf(at) : /tsconfig|tsbuildinfo/.test(entry.name) ? 0 : statSync(at).size)
  }, 0)
const screens = {
  home: ['demo-zhou', '/pages/home/home'],
  guest: ['demo-newcomer', '/pages/home/home'],
  needs: ['demo-lin', '/pages/needs/needs'],
  volunteer: ['demo-lin', '/pages/volunteer/volunteer'],
  matter: ['demo-lin', ''],
  desk: ['demo-liu', '/packages/committee/desk/desk'],
} as const

export async function benchPhone(): Promise<Result> {
  const town = await openTown()
  const packages = sizeOf(path.join(root, 'packages'))
  const figures: Result['figures'] = {
    mainKB: Math.round((sizeOf(root) - packages) / 1024),
    packagesKB: Math.round(packages / 1024),
  }
  const found = await town.call<{ cards: { id: string }[] }>('demo-lin', 'needs.mine', {})
  const id = found.ok ? found.data.cards[0]?.id : ''
  let most = 0
  for (const [name, [openid, hash]] of Object.entries(screens)) {
    const phone = await town.phone(openid, '/pages/me/me')
    await top(phone).getByText('大字版').waitFor()
    const calls: number[] = []
    phone.on('response', async (response) => {
      if (response.url().includes('/functions/'))
        calls.push((await response.body().catch(() => Buffer.alloc(0))).length)
    })
    await phone.evaluate(
      (url) => (window as unknown as { wx: { reLaunch(o: object): void } }).wx.reLaunch({ url }),
      hash || `/pages/matter/matter?id=${id}`,
    )
    await phone.waitForTimeout(1500)
    figures[`${name}Calls`] = calls.length
    figures[`${name}DataKB`] = Math.round(calls.reduce((sum, bytes) => sum + bytes, 0) / 102.4) / 10
    most = Math.max(most, calls.length)
    await phone.context().close()
  }
  await town.close()
  const small =
    Number(figures.mainKB) <= 1024 &&
    Object.entries(figures).every(([key, value]) => !key.endsWith('DataKB') || Number(value) <= 32)
  return { name: 'phone', ratio: most, must: 2, ok: small && most <= 2, figures }
}

// Every page in every mode: it shows itself, axe-core finds nothing serious or critical, and a picture of it is kept to be looked at.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { givingId } from '../../local/demo/giving'
import { goodsId, itemOf } from '../../local/demo/goods'
import { sunny } from '../../local/demo/street'
import { done, hourMs, joined, publishedActivity, resident, served } from './activity'
import { asking, demoFund, draftFund, proposed, secondFund, signedAndAsked } from './fund'
import { arrived, aWish, draftedCampaign, openCampaign, pledged } from './giving'
import { openTown, shoot, type Town, top } from './town'

jest.setTimeout(240_000)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
let town: Town
/** An activity with a roster, for the organiser's pages. */
let activity: Awaited<ReturnType<typeof publishedActivity>>
beforeAll(async () => {
  town = await openTown()
  activity = await publishedActivity(town)
  await joined(
    town,
    activity.shift,
    await resident(town, 'story-song', '宋知夏'),
    await resident(town, 'story-ke', '柯望舒'),
  )
  await volunteering()
  await giving()
  await funds()
})
afterAll(async () => {
  await town.close()
})

/** What the volunteer's pages are about: a place that was offered, an hour on record, and a code that proves it. */
const mine = { activity: '', offered: '', served: '', record: '', code: '', year: '' }
async function volunteering(): Promise<void> {
  const [first, second] = ['story-song', 'story-ke']
  const at = (hours: number) => {
    const startsAt = town.cloud.clock.now() + hours * hourMs
    return { times: [{ startsAt, endsAt: startsAt + hourMs }], posts: [{ name: '引导', places: 1 }] }
  }
  const { id, shift } = await publishedActivity(town, at(60))
  for (const who of [second, first]) await joined(town, shift, who)
  await done(town, second, 'volunteers.leave', { id: shift, request: 'leaves0000000001' })
  const past = await publishedActivity(town, at(5))
  await joined(town, past.shift, first)
  await served(town, past.shift)
  const { records } = await done<{ records: { id: string; on: string }[] }>(town, first, 'volunteers.record', {})
  const [record] = records
  const year = record?.on.slice(0, 4) ?? ''
  const asked = { request: 'shows00000000001', year: Number(year), record: record?.id }
  const { code } = await done<{ code: string }>(town, first, 'volunteers.certificate', asked)
  Object.assign(mine, { activity: id, offered: shift, served: past.shift, record: record?.id, code, year })
}

/** What the donor's pages are about: a campaign with a gift in its books, a wish, and what was given to the room. */
const given = { draft: '', campaign: '', gift: '', wish: '', fund: '', offer: goodsId('rice') }
async function giving(): Promise<void> {
  given.campaign = await openCampaign(town)
  given.draft = await draftedCampaign(town, { type: 'public', planNo: '', resolution: undefined })
  given.gift = await pledged(town, 'story-song', given.campaign)
  await arrived(town, given.gift, '200')
  given.wish = await aWish(town)
  const around = { area: sunny, list: 'funds' }
  const { funds } = await done<{ funds: { id: string }[] }>(town, 'story-song', 'giving.around', around)
  given.fund = funds[0]?.id ?? ''
}
/** What the fund's pages are about: one that is drawn up, one with money, a use of it, and a question to its donors. */
const fund = { draft: '', id: '', other: '', use: '', change: '', question: '' }
async function funds(): Promise<void> {
  fund.id = await demoFund(town)
  fund.use = await proposed(town, 'demo-lin', fund.id)
  fund.other = await secondFund(town)
  await arrived(town, await pledged(town, 'story-song', fund.other, { to: { kind: 'fund', id: fund.other } }), '200')
  fund.draft = await draftFund(town)
  fund.change = await asking(town, fund.id, fund.other)
  fund.question = await signedAndAsked(town, fund.change, 'demo-chen')
}
const fundQueries: Record<string, () => string> = {
  found: () => `?id=${fund.draft}`,
  propose: () => `?fund=${fund.other}`,
  desk: () => `?id=${fund.id}`,
  purpose: () => `?book=fund_${fund.other}&street=/lj/da/xm`,
  consent: () => `?id=${fund.question}`,
  answers: () => `?id=${fund.change}`,
  use: () => `?id=${fund.use}`,
}
const givingQueries: Record<string, () => string> = {
  campaign: () => `?id=${given.campaign}`,
  pledge: () => `?kind=campaign&id=${given.campaign}`,
  gift: () => `?id=${given.gift}`,
  offer: () => `?type=goods&campaign=${given.campaign}`,
  wish: () => `?id=${given.wish}`,
  fund: () => `?id=${given.fund}`,
  chain: () => `?id=${given.offer}`,
  book: () => `?id=campaign_${given.campaign}`,
}

const app = JSON.parse(readFileSync(path.resolve(__dirname, '../../miniprogram/app.json'), 'utf8')) as {
  pages: string[]
  subPackages: { root: string; pages: string[] }[]
}
const pages = [...app.pages, ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))]

/** Who opens a page, and with which matter. */
const viewers: Record<string, string[]> = {
  'pages/home/home': ['demo-zhou', 'demo-newcomer'],
  'pages/needs/needs': ['demo-lin'],
  'pages/me/me': ['demo-zhou', 'demo-liu'],
  'pages/matter/matter': ['demo-lin', 'demo-liu', 'demo-zhao'],
  'pages/act/act': ['demo-liu'],
  'packages/committee/desk/desk': ['demo-liu', 'demo-gao'],
  'packages/charity/finance/finance': ['demo-qiu'],
  'packages/charity/draft/draft': ['demo-qiu', 'demo-liu'],
  'packages/charity/report/report': ['demo-qiu'],
  'packages/charity/ledger/ledger': ['demo-lu'],
  'packages/organiser/activities/activities': ['demo-he', 'demo-liu'],
  'packages/organiser/draft/draft': ['demo-he', 'demo-gao'],
  'pages/charity/charity': ['story-song', 'demo-qiu', 'demo-newcomer'],
  'packages/giving/campaign/campaign': ['story-song', 'demo-newcomer'],
  'packages/fund/propose/propose': ['demo-lin', 'story-song'],
  'packages/fund/desk/desk': ['demo-liu', 'demo-qiu'],
  'packages/fund/consent/consent': ['demo-chen'],
  'packages/fund/use/use': ['demo-lin', 'demo-newcomer'],
  'pages/volunteer/volunteer': ['story-song', 'demo-liu', 'demo-newcomer'],
  'packages/volunteer/shift/shift': ['story-song', 'demo-qian', 'demo-newcomer'],
  'packages/volunteer/verify/verify': ['demo-newcomer'],
}
/** With what the volunteer's pages are opened, and by whom if by nobody above. */
const volunteerQueries: Record<string, () => string> = {
  shift: () => `?id=${mine.offered}`,
  activity: () => `?id=${mine.activity}`,
  rate: () => `?id=${mine.served}`,
  certificate: () => `?record=${mine.record}&year=${mine.year}`,
  correction: () => `?record=${mine.record}&minutes=60`,
  verify: () => `?code=${mine.code}`,
}
/** With what the charity's own pages are opened. */
const charityQueries: Record<string, () => string> = {
  item: () => `?id=${itemOf('rice')}`,
  draft: () => `?id=${given.draft}`,
  report: () => `?id=${givingId('library')}`,
  ledger: () => `?id=campaign_${given.campaign}`,
}
const isVolunteers = (page: string): boolean => page.startsWith('packages/volunteer/')
const isGiving = (page: string): boolean => page.startsWith('packages/giving/')
/** Which page is opened with what. */
const queryFor = (page: string, need: string): string => {
  if (page === 'pages/matter/matter') return `?id=${need}`
  if (page === 'pages/act/act') return `?id=${need}&action=refuse&version=1`
  if (isGiving(page)) return givingQueries[page.split('/').at(-1) ?? '']?.() ?? ''
  if (page.startsWith('packages/fund/')) return fundQueries[page.split('/').at(-1) ?? '']?.() ?? ''
  if (/^packages\/charity\/(receive|handing|counting|kit)\//.test(page)) return `?area=${sunny}&item=${itemOf('rice')}`
  if (page.startsWith('packages/charity/')) return charityQueries[page.split('/').at(-1) ?? '']?.() ?? ''
  if (isVolunteers(page)) return volunteerQueries[page.split('/').at(-1) ?? '']?.() ?? ''
  if (/^packages\/organiser\/(shifts|photos)\//.test(page)) return `?id=${activity.id}`
  return /^packages\/organiser\/(day|add|help|change|code|paper|hours)\//.test(page) ? `?id=${activity.shift}` : ''
}
const modes = [
  { name: 'normal', theme: 'light', font: 1 },
  { name: 'large', theme: 'light', font: 1.4 },
  { name: 'dark', theme: 'dark', font: 1 },
] as const

/** Whoever opens most pages keeps one phone in each mode and goes from page to page, as with links; others open theirs anew. */
const goesOn = ['demo-liu', 'story-song', 'demo-qiu', 'demo-newcomer']
const phones = new Map<string, Awaited<ReturnType<Town['phone']>>>()
async function phoneAt(url: string, viewer: string, { name, theme, font }: (typeof modes)[number]) {
  const key = `${viewer} ${name}`
  const kept = phones.get(key)
  if (kept) {
    const before = await top(kept).elementHandle()
    await kept.evaluate((hash) => {
      location.hash = hash
    }, url)
    await before?.waitForElementState('hidden')
    return kept
  }
  const opened = await town.phone(viewer, url, { theme, font })
  if (goesOn.includes(viewer)) phones.set(key, opened)
  return opened
}

type Card = { id: string; status: { key: string }; title: string }

test.each(pages)('%s is readable by everybody in normal, large and dark', async (page) => {
  const desk = await town.call<{ cards: Card[] }>('demo-liu', 'matters.desk', { street: '/lj/da/xm' })
  const card = desk.ok ? desk.data.cards.find(({ status }) => status.key === 'submitted') : undefined
  const query = queryFor(page, card?.id ?? '')
  const found: string[] = []
  for (const viewer of viewers[page] ?? [isVolunteers(page) || isGiving(page) ? 'story-song' : 'demo-liu']) {
    for (const mode of modes) {
      const { name } = mode
      const phone = await phoneAt(`/${page}${query}`, viewer, mode)
      await top(phone).locator('wx-page-meta').waitFor({ state: 'attached' })
      await phone.waitForFunction(() => !document.querySelector('wx-page:not([hidden]) [aria-label="正在读取"]'))
      await phone.waitForTimeout(150)
      await shoot(phone, `${page.split('/').at(-1)}-${viewer.replace(/^(demo|story)-/, '')}-${name}`)
      if (!(await phone.evaluate(() => 'axe' in window))) await phone.evaluate(axe)
      const violations = await phone.evaluate(async () => {
        const { violations } = await (
          window as unknown as {
            axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
          }
        ).axe.run()
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)
      })
      found.push(...violations.map((violation) => `${viewer} ${name} ${violation}`))
      const wide = await phone.evaluate(() => {
        const shown = document.querySelector('wx-page:not([hidden])')
        return shown ? shown.scrollWidth - shown.clientWidth : 0
      })
      if (wide > 0) found.push(`${viewer} ${name} is ${wide} px wider than the phone`)
      if (!goesOn.includes(viewer)) await phone.context().close()
    }
  }
  expect(found).toEqual([])
  expect(town.faults).toEqual([])
})

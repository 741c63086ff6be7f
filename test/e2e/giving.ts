// Campaigns of the demo street's charity, gifts to them and wishes, made through the door that phones use, for stories and pictures about giving.
import { dayMs, onOf } from '../../cloudfunctions/api/core/clock'
import { sunny } from '../../local/demo/street'
import { done, freshId } from './activity'
import type { Town } from './town'

export type Step = { id: string; version: number; status: { key: string } }
/** Who writes an arrival down, and who confirms it. */
export const [cashier, auditor] = ['demo-lu', 'demo-qiu'] as const

export const dayFrom = (town: Town, days: number): string => onOf(town.cloud.clock.now() + days * dayMs)

/** One step by whoever takes it, on the matter as it is now. */
export async function step(
  town: Town,
  openid: string,
  id: string,
  action: string,
  more: { note?: string; patch?: object } = {},
): Promise<Step> {
  const { version } = await done<Step>(town, openid, 'matters.get', { id })
  return done<Step>(town, openid, 'matters.act', { id, version, action, request: freshId(), ...more })
}

/** What follows a step comes with the timer: the matter as this person sees it, once it is there. */
export async function until(town: Town, openid: string, id: string, status: string): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const view = await done<Step>(town, openid, 'matters.get', { id })
    if (view.status.key === status) return
    await town.cloud.clock.advance(20_000)
  }
  const { status: is } = await done<Step>(town, openid, 'matters.get', { id })
  throw new Error(`${id} is ${is.key} and has not become ${status}`)
}

/** What has been counted in lies on its shelf as soon as the timer has been round: until then nobody can hand it out. */
export async function untilShelved(town: Town, openid: string, item: string, place: string): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const { batches } = await done<{ batches: { place: string; free: number }[] }>(town, openid, 'goods.batches', {
      item,
    })
    if (batches.some((batch) => batch.place === place)) return
    await town.cloud.clock.advance(20_000)
  }
  throw new Error(`nothing of ${item} lies on ${place}`)
}

/** Written by the charity, and still a draft. */
export async function draftedCampaign(town: Town, change: object = {}): Promise<string> {
  const id = freshId()
  const draft = {
    id,
    area: sunny,
    host: 'xm-charity',
    type: 'residents',
    title: '9 栋加装楼道扶手',
    words: '9 栋老人上下楼不方便，居民会议决定一起出资，在一到六楼加装扶手。',
    purpose: '9 栋楼道加装扶手',
    goal: '8000',
    endsOn: dayFrom(town, 60),
    contact: '邱老师 0755-0000009',
    query: '到会查账，或在本页查询',
    resolution: {
      no: '阳居议 3 号',
      title: '加装扶手',
      on: dayFrom(town, -10),
      photo: 'cloud://local-env/minutes.jpg',
    },
    ...change,
  }
  await done(town, cashier, 'giving.draft', draft)
  return id
}

/** Open to everybody: drafted by the charity, agreed by both committees and the street. */
export async function openCampaign(town: Town, change: object = {}): Promise<string> {
  const id = await draftedCampaign(town, change)
  await step(town, cashier, id, 'publish')
  for (const who of ['demo-liu', 'demo-zhao', 'demo-gao']) await step(town, who, id, 'agree')
  await until(town, cashier, id, 'open')
  return id
}

export const publicCampaign = (town: Town): Promise<string> =>
  openCampaign(town, {
    type: 'public',
    title: '流动书车募捐',
    words: '为街道的孩子添一辆流动书车，购置图书和车架。',
    purpose: '购置图书与书车',
    planNo: '53440300MJL0000009A26001',
    platformUrl: 'https://platform.example/xm/bookcar',
    resolution: undefined,
  })

export async function pledged(town: Town, openid: string, to: string, change: object = {}): Promise<string> {
  const id = freshId()
  const pledge = { donorType: 'person', donorName: '周小满', shown: 'named', shownName: '3 栋老周', amount: '200' }
  await done(town, openid, 'giving.pledge', { id, to: { kind: 'campaign', id: to }, ...pledge, ...change })
  return id
}

/** Written down with its bank line by one, confirmed by another, in the books. */
export async function arrived(town: Town, id: string, amount: string): Promise<void> {
  const line = { type: 'bank', ref: `BANK${id.slice(-10)}`, on: dayFrom(town, 0), amount, waived: true }
  await step(town, cashier, id, 'record', { patch: line })
  await step(town, auditor, id, 'confirm')
  await until(town, cashier, id, 'posted')
}

export async function aWish(town: Town): Promise<string> {
  const id = freshId()
  const wish = {
    id,
    area: sunny,
    title: '一盏护眼台灯',
    words: '孩子晚上写作业光线暗，想要一盏护眼的台灯。',
    limit: '150',
    until: dayFrom(town, 30),
    whom: '五年级的小雨',
    consent: 'inPerson',
  }
  await done(town, 'demo-liu', 'giving.wish', wish)
  return id
}

// Raising matters and acting on them through the door, for the stories of coordination.
import { dayMs, onOf } from '../../cloudfunctions/api/core/clock'
import { wednesday } from '../support/clock'
import type { Door, Told } from '../support/door'
import type { Who } from '../support/world'

let serial = 0
export const freshId = () => `raise${String(++serial).padStart(12, '0')}`
/** 'YYYY-MM-DD', so many days after the Wednesday on which stories begin. */
export const on = (days: number) => onOf(wednesday + days * dayMs)

export const desk = (door: () => Door) => ({
  raise: (who: Who, kind: string, way: string, area: string, values: object, now = wednesday): Promise<Told> =>
    door().call(who, 'organisation.raise', { id: freshId(), kind, way, area, values }, now),
  async act(who: Who, id: string, action: string, note = '', patch: object = {}, now = wednesday): Promise<Told> {
    const { version } = await door().matter(id)
    return door().call(who, 'matters.act', { id, version, action, request: `req${freshId()}`, note, patch }, now)
  },
})

export const planValues = (change: object = {}) => ({
  title: '重阳节助餐活动',
  category: 'care',
  audience: 'elders',
  from: on(20),
  until: on(50),
  mode: 'consult',
  amount: '1000',
  provider: '邻里社会组织',
  words: '每周三次为独居老人送餐。',
  ...change,
})
export const declarationValues = (change: object = {}) => ({
  docNo: '香街发〔2026〕18号',
  level: '2',
  from: on(0),
  until: on(7),
  words: '连日暴雨，低洼楼栋进水，集中转移与排涝。',
  ...change,
})

// The fund's story as one entry of the diary: who gives to it, and what the story needs of the moment.
import { dayMs, hourMs, onOf, startOf } from '../../cloudfunctions/api/core/clock'
import type { Diary } from './diary'
import { tellFunds } from './funds'
import { givingId } from './giving'
import type { View } from './story'
import { called } from './volunteer-people'
import { demoId } from './volunteering'

const charity = { body: 'xm-charity', writes: 'demo-qiu', confirms: 'demo-lu' }
const gifts: readonly [who: string, shownName: string, donorType: string, amount: string][] = [
  ['demo-chen', '陈默', 'person', '600.00'],
  ['夏荷花', '荷花粮油店', 'household', '2000.00'],
  ['苏银杏', '老苏', 'person', '800.00'],
]

export function tellFund({ call, enter, versionOf }: Diary, now = Date.now()): void {
  const at = startOf(onOf(now)) - dayMs + 9 * hourMs
  const openidOf = (who: string): string => called[who] ?? who
  let serial = 0
  const act = async (who: string, { id }: { id: string }, action: string, note = '', patch: object = {}) =>
    call<View>(at, openidOf(who), 'matters.act', {
      id,
      version: await versionOf(id),
      action,
      request: demoId(`fund request ${++serial}`),
      note,
      patch,
    })

  async function give(fund: View): Promise<void> {
    for (const [index, [who, shownName, donorType, amount]] of gifts.entries()) {
      const id = givingId(`fund gift ${index}`)
      const to = { kind: 'fund', id: fund.id }
      const shown = { donorName: shownName, shown: 'named', shownName }
      await call(at, openidOf(who), 'giving.pledge', { id, to, amount, donorType, ...shown })
      const paid = { type: 'bank', ref: `BANKFUND000${index + 1}`, on: onOf(at), amount, waived: true }
      await act(charity.writes, { id }, 'record', '', paid)
      await act(charity.confirms, { id }, 'confirm')
    }
  }

  enter(at, 'fund', () =>
    tellFunds({
      call: (openid, name, data) => call<View>(at, openid, name, data),
      act,
      // What a step wakes is carried out before the next one.
      settle: ({ id }) => call<View>(at, 'demo-liu', 'matters.get', { id }),
      charity,
      give,
    }),
  )
}

// What waits for a volunteer on the first screen: a place that was offered, and a shift whose time or place has changed.
import type { Waits } from '../../core/waits'
import type { Shift } from './shift'
import { cardFields, showCard } from './shift-card'

const asks = { offered: '确认参加', choosing: '选择是否参加' } as const

export const waits: Waits['of'] = async (person, { store, now }) => {
  const found = await store.find<Shift>(
    'shifts',
    { people: person.key, startsAt: store._.gt(now) },
    { order: [['startsAt', 'asc']], limit: 50, fields: cardFields(person.key) },
  )
  return found
    .map((shift) => showCard(shift, person.key, now))
    .flatMap(({ id, title, post, time, place, mine }) => {
      const button = asks[mine?.state as keyof typeof asks]
      if (!mine || !button) return []
      const asked = mine.until ? `候补到名额，请在${mine.until}前确认` : mine.label
      return [{ kind: 'shift', id, title: `${title} · ${post}`, text: `${time}，${place}。${asked}`, button }]
    })
}

// Changing what a street has decided about itself: one conditional write on its one document, tried again when somebody was faster.
import { noSettings, type Settings } from './settings'
import { forgetStreets, type Store } from './store'

/** `change` must be able to run twice. Two SDK calls when nobody else writes. */
export async function configure(store: Store, street: string, change: (settings: Settings) => Settings): Promise<void> {
  for (let tries = 0; tries < 8; tries++) {
    const kept = await store.get<Settings>('settings', street)
    const before = kept ?? noSettings(street)
    const { _id, version: _version, ...after } = change(before)
    if (!kept) {
      if ((await store.add('settings', { _id, ...after, version: 1 })) === 'added') return forgetStreets()
      continue
    }
    const { _ } = store
    const set = Object.fromEntries(Object.entries(after).map(([key, value]) => [key, _.set(value)]))
    const done = await store.change('settings', { _id: street, version: before.version }, { ...set, version: _.inc(1) })
    if (done === 1) return forgetStreets()
  }
  throw new Error(`the settings of ${street} are changed by too many at once`)
}

/** Puts an entry in place of the one with its id, or at the end. */
export const withEntry = <T extends { id: string }>(entries: readonly T[], entry: T): T[] =>
  entries.some(({ id }) => id === entry.id)
    ? entries.map((one) => (one.id === entry.id ? entry : one))
    : [...entries, entry]

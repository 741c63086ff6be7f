// Whether a charity may hold gifts now (慈善法 22–26): asked everywhere a gift begins, moves or is shown. Pure.
import type { BodyId } from '../../core/roles'
import type { Charity } from '../../core/settings'
import type { Street } from '../../core/street'

export type Standing = 'valid' | 'expired' | 'none'

// biome-ignore format: a table is read in columns.
export const standings: Record<Standing, { label: string; tone: 'ok' | 'danger' | 'warn' }> = {
  valid:   { label: '登记有效',   tone: 'ok' },
  expired: { label: '登记已到期', tone: 'danger' },
  none:    { label: '未核验登记', tone: 'warn' },
}

export const charityOf = (street: Street, body: BodyId | undefined): Charity | undefined =>
  (street.settings.charities ?? []).find((one) => one.body === body)

export function standingOf(street: Street, body: BodyId | undefined, now: number): Standing {
  const charity = charityOf(street, body)
  return charity ? (now < charity.until ? 'valid' : 'expired') : 'none'
}

export const isValid = (street: Street, body: BodyId | undefined, now: number): boolean =>
  standingOf(street, body, now) === 'valid'

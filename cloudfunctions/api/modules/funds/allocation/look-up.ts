// What a step on an allocation must know from another document, one query each: the fund as it stands now, and whether the payee has given.
import type { Matter } from '../../../core/matter'
import type { Store } from '../../../core/store'
import { isDonorNamed } from '../donors'
import type { Fund } from '../fund/document'
import type { Allocation } from './document'

/** The part of the fund that opening a vote asks for. */
export type FundPart = Pick<Fund, 'status'> & { body: Pick<Fund['body'], 'members' | 'purpose' | 'purposes'> }

/** Whatever the phone said of the fund. */
export async function readFund(_patch: unknown, matter: Matter, store: Store): Promise<unknown> {
  const { fund: id } = matter.body as { fund: string }
  const fund = await store.get<Fund>('matters', id, { kind: true, status: true, body: true })
  return fund?.kind === 'fund' ? { fund: { status: fund.status, body: fund.body } satisfies FundPart } : {}
}

export async function readDonor(_patch: unknown, matter: Matter, store: Store): Promise<unknown> {
  const { book, payee } = (matter as unknown as Allocation).body
  return { isDonor: await isDonorNamed(book, payee, store) }
}

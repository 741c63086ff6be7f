// What proves an entry of money (M101): a number and each photo is claimed under an id made of what it is, so that nothing else can rest on it.
// The claim comes first, the step that names it next; a claim that no step followed, or whose step was undone, holds nobody up.
import { createHash } from 'node:crypto'
import { kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import type { Actor, BodyId } from '../../core/roles'
import type { Store } from '../../core/store'
import { isVisible } from '../../core/view'

/** One document of `evidence`. */
export type Claim = {
  _id: string
  schema: number
  /** The matter that rests on it; of a payment that was given back, none. */
  source: string
  /** The version of that matter when it was claimed. */
  version: number
  /** The charity in whose books it counts; '' for a photo, which is the same everywhere. */
  host: BodyId | ''
  type: ProofType
  ref: string
}
/** bank, platform, voucher: of a gift · receipt: its 票据 · spend: of money that went out · photo: its digest. */
export type ProofType = 'bank' | 'platform' | 'voucher' | 'receipt' | 'spend' | 'photo'

type Claiming = Pick<Matter, '_id' | 'version' | 'lead'>
export const proofId = (host: BodyId | '', type: ProofType, ref: string): string =>
  createHash('sha256').update(`${type}|${host}|${ref}`).digest('hex')

export function claimOf({ _id, version, lead = '' }: Claiming, type: ProofType, ref: string): Claim {
  const host = type === 'photo' ? '' : lead
  return { _id: proofId(host, type, ref), schema: 1, source: _id, version, host, type, ref }
}

/**
 * The digest of a stored photo, which the phone wrote into its path when it was picked; undefined for one that was stored without. A phone
 * that writes a false one gets through what passes without any, and no more: the second person still looks at the picture.
 */
export const digestOf = (fileId: string): string | undefined => /-([0-9a-f]{40})\.\w{1,5}$/.exec(fileId)?.[1]

const digestsOf = (photos: readonly string[]): string[] => [
  ...new Set(photos.map(digestOf).filter((digest) => digest !== undefined)),
]
/** Pictures of vouchers and bank lines prove one entry; those of goods, of activities and of results prove nothing here. */
export const photoClaims = (matter: Claiming, photos: readonly string[]): Claim[] =>
  digestsOf(photos).map((digest) => claimOf(matter, 'photo', digest))

type Entry = { ref: string; photos: string[]; state: string }
type Proven = {
  evidence?: { type: string; ref: string; photos: string[] }
  receipt?: { no?: string }
  entries?: Entry[]
}

/** Does the matter still name what it claimed? Entries that are void or reversed do not. */
function rests(matter: Pick<Matter, 'body'>, { type, ref }: Claim): boolean {
  const { evidence, receipt, entries = [] } = matter.body as Proven
  const live = entries.filter(({ state }) => state !== 'void' && state !== 'reversed')
  if (type === 'receipt') return receipt?.no === ref
  if (type === 'spend') return live.some((entry) => entry.ref === ref)
  if (type === 'photo')
    return digestsOf([...(evidence?.photos ?? []), ...live.flatMap(({ photos }) => photos)]).includes(ref)
  return evidence?.type === type && evidence.ref === ref
}

/** What already rests on a claim: the matter that does, as far as it is there. */
export type Taken = { claim: Claim; holder?: Matter }

/** Takes over a claim whose matter has moved on without it; otherwise who holds it. */
async function takeOver(claim: Claim, held: Claim, store: Store): Promise<Taken | undefined> {
  const holder = await store.get<Matter>('matters', held.source)
  const taken = { claim, ...(holder && { holder }) }
  // At the version of the claim, the step that names it may be on its way; without a document, the document itself.
  if (!holder || rests(holder, held) || holder.version <= held.version) return taken
  const where = { _id: held._id, source: held.source, version: held.version }
  const moved = await store.change('evidence', where, { source: claim.source, version: claim.version })
  return moved === 1 ? undefined : taken
}

/**
 * What is there of these claims. The matter's own of an earlier try are made as of now first, so that nothing it has done since then releases
 * them or hands them on. One call, two with such.
 */
async function heldOf(claims: readonly Claim[], { _id: source, version }: Claiming, store: Store): Promise<Claim[]> {
  const { _ } = store
  const ids = claims.map((claim) => claim._id)
  const find = () => store.find<Claim>('evidence', { _id: _.in(ids) }, { limit: claims.length })
  const found = await find()
  const earlier = found.filter((held) => held.source === source && held.version < version).length
  if (!earlier) return found
  const renewed = await store.change('evidence', { _id: _.in(ids), source, version: _.lt(version) }, { version })
  return renewed === earlier ? found : find()
}

/** Claims all of them for one matter, in one call when none is there; says which of them something else rests on, or the matter itself. */
export async function claimAll(
  claims: readonly Claim[],
  matter: Claiming & Pick<Matter, 'body'>,
  store: Store,
): Promise<Taken | undefined> {
  const own = claims.find((claim) => rests(matter, claim))
  if (own) return { claim: own, holder: matter as Matter }
  if ((await store.addAll('evidence', [...claims])) === 'added') return undefined
  const there = await heldOf(claims, matter, store)
  for (const claim of claims) {
    const held = there.find(({ _id }) => _id === claim._id)
    const taken =
      held && held.source !== matter._id
        ? await takeOver(claim, held, store)
        : held || (await store.add('evidence', claim)) === 'added'
          ? undefined
          : { claim }
    if (taken) return taken
  }
  return undefined
}

/** What a matter had claimed before the version it is at now, and rests on no more. */
export const release = (matter: Pick<Matter, '_id' | 'version'>, store: Store): Promise<number> =>
  store.remove('evidence', { source: matter._id, version: store._.lt(matter.version) })

/** The matter by its name and number, where this reader may know of it. */
export const sayHolder = ({ holder }: Taken, actor: Actor): string | undefined =>
  holder && isVisible(kindOf(holder.kind), holder, actor) ? `“${holder.title}”（${holder.no}）` : undefined

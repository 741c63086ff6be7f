// What a registration means elsewhere: the street's settings know it, its record stands in `charities`, and its campaigns pause when it has
// ended and go on when it is renewed. Doing it again changes nothing.
import { configure } from '../../core/configure'
import { followAsSystem } from '../../core/matters'
import type { Charity } from '../../core/settings'
import type { Store } from '../../core/store'
import type { Campaign } from './campaign/document'
import type { CharityMatter } from './charity'

const entryOf = ({ _id, body }: CharityMatter): Charity => ({
  body: body.body,
  matter: _id,
  certificateNo: body.certificateNo,
  qualified: body.qualified,
  until: body.until,
  platform: body.platform,
  platformUrl: body.platformUrl,
  contact: body.contact,
  query: body.query,
})

export async function follow(charity: CharityMatter, { store, now }: { store: Store; now: number }): Promise<void> {
  const entry = entryOf(charity)
  await configure(store, charity.street, (settings) => {
    const others = (settings.charities ?? []).filter(({ body }) => body !== entry.body)
    return { ...settings, charities: [...others, entry] }
  })
  await store.put('charities', entry.body, {
    schema: 1,
    street: charity.street,
    no: charity.no,
    status: charity.status,
    ...entry,
    past: charity.body.past,
    at: charity.at,
  })
  await followCampaigns(entry.body, store, now)
}

/** Each step is judged by the campaign's own table: what it refuses needs no step. At most a hundred of one charity. */
async function followCampaigns(lead: string, store: Store, now: number): Promise<void> {
  const { _ } = store
  const where = { lead, kind: 'campaign', status: _.in(['open', 'paused']) }
  const running = await store.find<Campaign>('matters', where, { limit: 100 })
  for (const campaign of running) {
    const step = campaign.status === 'open' ? 'pause' : 'resume'
    await followAsSystem(campaign._id, step, { store, now })
  }
}

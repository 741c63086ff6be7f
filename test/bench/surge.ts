// B6: a 10× step against the `api` function, through the cloud as phones call it. The steady state is people signing up for shifts with places,
// at a fifth of what the function can do; in the step nine more come for each of them, all for one call that is soon full. Good is who is
// answered within their patience that they have a place; everybody else must hear a clear refusal.
import http from 'node:http'
import { newId } from '../../cloudfunctions/api/core/store'
import { type Shift, shiftsOf } from '../../cloudfunctions/api/modules/volunteers/shift'
import { house, streetPath, sunny } from '../../local/demo/street'
import { content, crowd } from '../support/activities'
import { type Result, round2 } from './measure'
import { aTownApart, type TownApart } from './town'

const dayMs = 86_400_000
const patienceMs = 5000
const ordinaryPeople = 8000
const rushPeople = 2000
const ordinaryShifts = 40
const rushPlaces = 50
const step = 10

type Heard = { good: boolean; code: string; ms: number }
const agent = new http.Agent({ keepAlive: true, maxSockets: 1024 })

/** One phone's call; a code for whatever comes back, NONE when nothing does. */
function phone(address: URL, openid: string, data: object): Promise<Heard> {
  const startedAt = performance.now()
  const body = JSON.stringify({ call: 'volunteers.signUp', data })
  return new Promise((resolve) => {
    const heard = (code: string, joined = false) => {
      const ms = performance.now() - startedAt
      resolve({ good: joined && ms <= patienceMs, code, ms })
    }
    const headers = {
      'content-type': 'application/json',
      'x-wx-openid': openid,
      'content-length': Buffer.byteLength(body),
    }
    const request = http.request(address, { method: 'POST', agent, headers, timeout: 30_000 }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const { result, error } = JSON.parse(String(Buffer.concat(parts))) as {
          result?: { ok: boolean; data?: { state: string }; error?: { code: string } }
          error?: { code: string }
        }
        heard(result?.ok ? 'OK' : (result?.error?.code ?? error?.code ?? 'NONE'), result?.data?.state === 'joined')
      })
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => heard('NONE'))
    request.end(body)
  })
}

async function prepared({ db }: TownApart) {
  const inParts = async (name: string, docs: object[]) => {
    for (let from = 0; from < docs.length; from += 500) await db.collection(name).add(docs.slice(from, from + 500))
  }
  const at = { street: streetPath, building: house(1, 3) }
  const store = { addAll: inParts }
  const people = await crowd({ store }, ordinaryPeople, 'steady', at)
  const rushing = await crowd({ store }, rushPeople, 'rush', at)
  let day = 0
  const shift = async (places: number): Promise<string> => {
    const startsAt = Date.now() + ++day * dayMs
    const post = { name: '引导', places, skills: [], ageMin: 0, training: '', rescue: false }
    const times = [{ startsAt, endsAt: startsAt + 3_600_000 }]
    const body = { ...content(), reach: 'community', climbs: false, notice: '', times, posts: [post] }
    const activity = {
      _id: newId(),
      no: 'x',
      street: streetPath,
      area: sunny,
      within: [streetPath, sunny],
      title: '引导',
    }
    const [one] = shiftsOf({ ...activity, author: 'pnobody', lead: '', body } as never, () => 'secret') as [Shift]
    await db.collection('shifts').add(one)
    return one._id
  }
  const shifts: string[] = []
  for (let n = 0; n < ordinaryShifts; n++) shifts.push(await shift(300))
  return { people, rushing, shifts, popular: await shift(rushPlaces) }
}

/** Calls at even distances for so long, whatever comes back; gives what was heard. */
async function offered(perSecond: number, seconds: number, call: (n: number) => Promise<Heard>): Promise<Heard[]> {
  const all: Promise<Heard>[] = []
  const startedAt = performance.now()
  const total = Math.round(perSecond * seconds)
  while (all.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond) + 1)
    while (all.length < due) all.push(call(all.length))
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return Promise.all(all)
}
const part = (heard: Heard[], share: number): number =>
  [...heard].map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(heard.length * share)] ?? 0

export async function benchSurge(seconds = 30): Promise<Result> {
  const town = await aTownApart()
  try {
    const { people, rushing, shifts, popular } = await prepared(town)
    const { functions: address } = town
    let turn = 0
    const ordinary = () => {
      const n = turn++
      const id = shifts[n % shifts.length] as string
      return phone(address, people[n % people.length] as string, { id, request: newId() })
    }
    let rushed = 0
    const rush = () => phone(address, rushing[rushed++ % rushing.length] as string, { id: popular, request: newId() })

    // What the function can do: eight phones, each as soon as it is answered, for two seconds after a warm-up.
    const saturated = async (ms: number) => {
      const until = performance.now() + ms
      let done = 0
      const one = async () => {
        while (performance.now() < until) {
          await ordinary()
          done++
        }
      }
      await Promise.all(Array.from({ length: 8 }, one))
      return (done * 1000) / ms
    }
    await saturated(1500)
    const capacity = await saturated(2000)
    const rate = Math.max(2, capacity / 5)
    const steady = await offered(rate, Math.min(10, seconds), ordinary)
    const surge = await offered(rate * step, seconds, (n) => (n % step === 0 ? ordinary() : rush()))
    const goodput = (heard: Heard[], over: number) => heard.filter(({ good }) => good).length / over
    const codes = new Map<string, number>()
    for (const { code } of [...steady, ...surge]) codes.set(code, (codes.get(code) ?? 0) + 1)
    const unclear = [...codes].filter(([code]) => !['OK', 'SHIFT_FULL'].includes(code))
    const before = goodput(steady, Math.min(10, seconds))
    // Whoever won one of the few places of the popular call is not counted: only what goes on as it did before.
    const during = goodput(
      surge.filter((_, n) => n % step === 0),
      seconds,
    )
    const ratio = round2(during / before)
    return {
      name: 'surge',
      ratio,
      must: 0.9,
      ok: ratio >= 0.9 && unclear.length === 0,
      figures: {
        capacityPerSecond: Math.round(capacity),
        steadyPerSecond: round2(rate),
        steadyGoodput: round2(before),
        surgePerSecond: round2(rate * step),
        surgeGoodput: round2(during),
        steadyP99Ms: round2(part(steady, 0.99)),
        surgeP50Ms: round2(part(surge, 0.5)),
        surgeP99Ms: round2(part(surge, 0.99)),
        answers: [...codes].map(([code, count]) => `${code} ${count}`).join(', '),
      },
    }
  } finally {
    agent.destroy()
    await town.close()
  }
}

// The draft of an activity as the form holds it (text fields, a weekly series), and as the server takes and gives it. No rule lives here:
// what is missing or too long is said by the server.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { newId } from '../../../lib/ids'
import { clockOf, momentOf, onOf, type Series, seriesOf, type Time, timesOf } from '../lib/times'

export type Drafting = Awaited<ReturnType<Call<Api['volunteers']['drafting']>>>
type Input = Parameters<Call<Api['volunteers']['draft']>>[0]
type Content = Omit<Input, 'id' | 'area' | 'body'>

export const blankPost = () => ({
  name: '',
  places: '',
  skills: [] as string[],
  ageMin: '',
  training: '',
  rescue: false,
  /** Its requirements are shown. */
  unfolded: false,
})
export type Post = ReturnType<typeof blankPost>

export const blank = () => ({
  id: newId(),
  /** Of the saved draft this began from; 0: not saved yet. */
  version: 0,
  area: '',
  body: '',
  title: '',
  words: '',
  photos: [] as string[],
  place: '',
  class: 'service',
  risk: 'low',
  notice: '',
  leader: '',
  socialWorker: '',
  insured: false,
  insurer: '',
  policyNo: '',
  insuredOn: '',
  gives: false,
  course: '',
  months: '12',
  posts: [blankPost()],
  on: '',
  from: '',
  to: '',
  repeats: 1,
  skipped: [] as string[],
  /** Times that are no weekly series, kept until they are chosen anew. */
  others: [] as Time[],
  reach: 'community',
  climbs: true,
})
export type Draft = ReturnType<typeof blank>

/** A policy is valid through its last day. */
const throughDay = (on: string): number => momentOf(on, '23:59')

export const contentOf = (draft: Draft): Content => ({
  title: draft.title,
  words: draft.words,
  photos: draft.photos,
  place: draft.place,
  class: draft.class as Input['class'],
  risk: draft.risk as Input['risk'],
  notice: draft.notice,
  leader: draft.leader,
  socialWorker: draft.socialWorker,
  ...(draft.insured && {
    insurance: { insurer: draft.insurer, no: draft.policyNo, until: throughDay(draft.insuredOn) },
  }),
  ...(draft.gives && { gives: { course: draft.course, months: Number(draft.months) } }),
  times: draft.others.length ? draft.others : timesOf(draft),
  posts: draft.posts.map(({ name, places, skills, ageMin, training, rescue }) => ({
    name,
    places: Number(places),
    skills: skills as never[],
    ageMin: Number(ageMin),
    training,
    rescue,
  })),
  reach: draft.reach as Input['reach'],
  climbs: draft.climbs,
})

const noSeries: Series = { on: '', from: '', to: '', repeats: 1, skipped: [] }

export function draftFrom(id: string, { area, body, version, content }: NonNullable<Drafting['draft']>): Draft {
  const { insurance, gives } = content
  const series = seriesOf(content.times)
  const { title, words, photos, place, class: kind, risk, notice, leader, socialWorker, reach, climbs } = content
  return {
    ...blank(),
    ...(series ?? noSeries),
    ...{ id, version, area, body, title, words, photos, place, risk, notice, leader, socialWorker, reach, climbs },
    class: kind,
    insured: insurance !== undefined,
    insurer: insurance?.insurer ?? '',
    policyNo: insurance?.no ?? '',
    insuredOn: insurance ? onOf(insurance.until) : '',
    gives: gives !== undefined,
    course: gives?.course ?? '',
    months: String(gives?.months ?? 12),
    posts: content.posts.map((post) => ({
      ...post,
      places: String(post.places),
      ageMin: post.ageMin ? String(post.ageMin) : '',
      unfolded: false,
    })),
    others: series ? [] : content.times,
  }
}

/** 9月5日 09:00, for times that are shown as they are. */
export const sayStart = ({ startsAt }: Time): string => `${onOf(startsAt)} ${clockOf(startsAt)}`

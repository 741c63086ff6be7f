// Places of a street: adding one under another, and moving a community that was drawn under the wrong street.
import * as z from 'zod'
import { covers, type Level, type Path } from '../../core/areas'
import { configure } from '../../core/configure'
import { defineProblems, refuse } from '../../core/errors'
import { livePosts } from '../../core/settings'
import { forgetStreets, type Store } from '../../core/store'
import { type Area, areaName, type Street } from '../../core/street'
import type { Subject } from './subjects'

export const placeProblems = defineProblems({
  PLACE_IN_USE: '这个社区已有居民、单位或事项，不能移到别的街道',
  PLACE_STREET: '没有这个街道，请重新选择',
})

/** A path segment that tells nothing: from the id of the matter that added it. */
const segmentOf = (id: string, level: Level): string => `${level[0]}${id.slice(-8)}`

/** Adds a place under `parent`; running twice adds it once. */
export async function placeAt(
  store: Store,
  street: Street,
  parent: Path,
  level: Level,
  name: string,
  id: string,
): Promise<void> {
  const { _ } = store
  const path = `${parent}/${segmentOf(id, level)}`
  const area: Area = { path, name, level }
  if (level === 'community') {
    await store.add('areas', { _id: path, street: street.path, level, name, areas: [area] })
    return
  }
  const community = path.split('/').slice(0, 5).join('/')
  await store.change('areas', { _id: community, 'areas.path': _.neq(path) }, { areas: _.push([area]) })
}

const StreetPath = z.string('请选择街道').max(80)

/** Only while nothing hangs on it: paths stand in every matter, post and home. */
export const moveCommunity: Subject = {
  label: '把社区移到别的街道',
  about: '只用于刚建好、还没有居民、单位和事项的社区',
  levels: ['community'],
  fields: () => [
    {
      name: 'to',
      label: '移到哪个街道',
      kind: 'text',
      required: true,
      max: 80,
      hint: '请填写街道的路径',
      placeholder: '例如 /lj/da/xm',
    },
  ],
  patch: z.strictObject({ to: StreetPath, used: z.string().max(200).optional() }),
  async lookUp({ to }, area, { store, now }) {
    if (typeof to !== 'string' || !(await store.street(to, now)))
      return refuse(placeProblems.PLACE_STREET, { fields: { 'patch.to': placeProblems.PLACE_STREET.message } })
    const { _ } = store
    const [[matter], [person]] = await Promise.all([
      store.find<{ no: string; title: string }>(
        'matters',
        { within: area },
        { limit: 1, fields: { no: true, title: true } },
      ),
      store.find<{ _id: string }>(
        'people',
        { building: _.and([_.gte(`${area}/`), _.lt(`${area}0`)]) },
        { limit: 1, fields: { _id: true } },
      ),
    ])
    const used = matter
      ? `还有事项“${matter.title.slice(0, 40)}”（${matter.no}），请先办结并保留在原街道`
      : person
        ? '已经有居民选择了这里的楼栋'
        : undefined
    return { to, ...(used && { used }) }
  },
  stands({ used }, area, street, now) {
    const body = [...street.bodies.values()].find((one) => covers(area, one.area) && one.endedAt === undefined)
    const post = livePosts(street.settings, now).find((one) => one.area && covers(area, one.area))
    const why =
      used ?? (body ? `还有单位${body.name}，请先撤销` : post ? `${post.name}还在这里任职，请先办理卸任` : undefined)
    return why
      ? () =>
          refuse(placeProblems.PLACE_IN_USE, { detail: `${areaName(street, area)}${why}`, fields: { 'patch.to': why } })
      : undefined
  },
  say: ({ to }, area, street) => ({
    title: `${areaName(street, area)}移到别的街道`,
    facts: [{ label: '移到', value: to }],
  }),
  async apply({ to }, { area }, { store, street }) {
    const moved = `${to}/${area.split('/').at(-1)}`
    const areas = [...street.areas.values()]
      .filter((one) => covers(area, one.path))
      .map((one) => ({ ...one, path: `${moved}${one.path.slice(area.length)}` }))
    if (areas.length)
      await store.add('areas', { _id: moved, street: to, level: 'community', name: areaName(street, area), areas })
    await store.remove('areas', { _id: area })
    const slug = area.split('/').at(-1) ?? ''
    await configure(store, street.path, ({ cosign: { [slug]: _gone, ...cosign }, ...rest }) => ({ ...rest, cosign }))
    forgetStreets()
  },
}

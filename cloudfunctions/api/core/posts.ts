// Posts that should not meet in one person on one matter (M9), and posts held across bodies that must be disclosed (M16, 交叉任职).
// They are shown, never silently allowed; deciding one's own proposal is refused elsewhere. Pure.
import { covers, type Path } from './areas'
import type { AreaRole } from './roles'
import { areaRoles } from './roles'
import { livePosts, type Post } from './settings'
import { type BodyType, bodyName, bodyTypes, type Street } from './street'

type Side = AreaRole | `staff:${BodyType}`
export type Conflict = { a: Side; b: Side; why: string }

// biome-ignore format: a table is read in columns.
export const conflicts: readonly Conflict[] = [
  { a: 'supervisor',      b: 'clerk',              why: '监督人与被监督人不能是同一个人' },
  { a: 'supervisor',      b: 'secretary',          why: '监督人与被监督人不能是同一个人' },
  { a: 'supervisor',      b: 'staff:property',     why: '监督人与服务方不能是同一个人' },
  { a: 'supervisor',      b: 'staff:organisation', why: '监督人与服务方不能是同一个人' },
  { a: 'ownersCommittee', b: 'staff:property',     why: '业主委员会成员在物业任职，涉及物业的事项须回避' },
  { a: 'clerk',           b: 'staff:property',     why: '交叉任职须公开，涉及物业的事项由另一位经办' },
  { a: 'secretary',       b: 'staff:property',     why: '交叉任职须公开，涉及物业的事项由另一位经办' },
  { a: 'clerk',           b: 'staff:organisation', why: '采购方与承接方不能是同一个人' },
  { a: 'officer',         b: 'staff:organisation', why: '采购方与承接方不能是同一个人' },
  { a: 'director',        b: 'staff:organisation', why: '采购方与承接方不能是同一个人' },
  { a: 'officer',         b: 'clerk',              why: '街道与社区的两级审批不能由同一个人完成' },
  { a: 'officer',         b: 'secretary',          why: '街道与社区的两级审批不能由同一个人完成' },
]

const sideOf = (post: Pick<Post, 'role' | 'body'>, street: Street): Side | undefined => {
  if (post.role !== 'staff') return post.role
  const type = post.body ? street.bodies.get(post.body)?.type : undefined
  return type && `staff:${type}`
}

/** 阳光物业工作人员 · 阳光里社区居民委员会. */
export function postName(post: Pick<Post, 'role' | 'body' | 'area'>, street: Street): string {
  if (post.role === 'staff') return `${post.body ? bodyName(street, post.body) : '单位'}工作人员`
  const { label } = areaRoles[post.role]
  const place = (post.area && street.areas.get(post.area)?.name) ?? ''
  return label.startsWith('街道') ? `${place}${label.slice(2)}` : `${place}${label.replace(/^社区/, '')}`
}

const meet = (a: Side | undefined, b: Side | undefined): Conflict | undefined =>
  conflicts.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a))

/** Posts of one area meet; a body's staff meet whoever decides where the body works. */
function touch(a: Post, b: Post, street: Street): boolean {
  const at = (post: Post): Path | undefined => post.area ?? (post.body ? street.bodies.get(post.body)?.area : undefined)
  const [left, right] = [at(a), at(b)]
  return left !== undefined && right !== undefined && (covers(left, right) || covers(right, left))
}

export type CrossPost = { key: string; name: string; posts: [string, string]; why: string }

/** Conflicting pairs of posts held by one person, among `posts`. */
export function crossPosts(posts: readonly Post[], street: Street): CrossPost[] {
  const byPerson = new Map<string, Post[]>()
  for (const post of posts) byPerson.set(post.key, [...(byPerson.get(post.key) ?? []), post])
  return [...byPerson.values()].flatMap((own) =>
    own.flatMap((first, index) =>
      own.slice(index + 1).flatMap((second): CrossPost[] => {
        const found = touch(first, second, street) ? meet(sideOf(first, street), sideOf(second, street)) : undefined
        return found
          ? [
              {
                key: first.key,
                name: first.name,
                posts: [postName(first, street), postName(second, street)],
                why: found.why,
              },
            ]
          : []
      }),
    ),
  )
}

/** What to warn of on a matter: people who meet themselves among those who decide there and the bodies that take part. */
export function conflictsOn(
  matter: { area: Path; lead?: string; assists: { body: string }[] },
  street: Street,
  now: number,
): CrossPost[] {
  const bodies = [matter.lead, ...matter.assists.map(({ body }) => body)]
  const concerned = livePosts(street.settings, now).filter(
    (post) => (post.area && covers(post.area, matter.area)) || (post.body && bodies.includes(post.body)),
  )
  return crossPosts(concerned, street)
}

/** Types of bodies people can be appointed to as staff, with their labels. */
export const staffedTypes = Object.entries(bodyTypes).map(([value, { label }]) => ({ value, label }))

// What goods may be handed out for: a need or wish, and a campaign, of this place and such as whoever writes it down may know of. Pure.
import { covers, type Path } from '../../core/areas'
import { kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import type { Actor } from '../../core/roles'
import { isVisible } from '../../core/view'

export const isPurpose = (matter: Matter, kinds: readonly string[], area: Path, actor: Actor): boolean =>
  kinds.includes(matter.kind) &&
  matter.class !== 'hidden' &&
  (covers(area, matter.area) || covers(matter.area, area)) &&
  isVisible(kindOf(matter.kind), matter, actor)

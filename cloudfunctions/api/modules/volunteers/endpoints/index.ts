// The volunteers' part of the door, gathered from one file an idea.
import { activities } from './activities'
import { certificates } from './certificates'
import { courses } from './courses'
import { day } from './day'
import { sheet } from './export'
import { helping } from './helping'
import { joining } from './joining'
import { organising } from './organising'
import { overview } from './overview'
import { ownData } from './own-data'
import { places } from './places'
import { points } from './points'
import { profile } from './profile'
import { record } from './record'
import { shifts } from './shifts'
import { teams } from './teams'

export const volunteers = {
  ...activities,
  ...organising,
  ...places,
  ...ownData,
  ...courses,
  ...day,
  ...helping,
  ...joining,
  ...profile,
  ...record,
  ...certificates,
  ...sheet,
  ...points,
  ...shifts,
  ...overview,
  ...teams,
}

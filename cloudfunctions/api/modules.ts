// The list of modules. A new one is a folder and one line here; everything else is derived.
import type { AnyKind } from './core/act'
import { registerKind } from './core/kinds'
import { registerWaits } from './core/waits'
import { areasModule } from './modules/areas'
import { givingModule } from './modules/giving'
import { importsModule } from './modules/imports'
import { ledgerModule } from './modules/ledger'
import { mattersModule } from './modules/matters'
import { needsModule } from './modules/needs'
import { organisationModule } from './modules/organisation'
import { peopleModule } from './modules/people'
import { periodsModule } from './modules/periods'
import { plansModule } from './modules/plans'
import { ratesModule } from './modules/rates'
import { templatesModule } from './modules/templates'
import { volunteersModule } from './modules/volunteers'

export const modules = [
  mattersModule,
  needsModule,
  peopleModule,
  areasModule,
  templatesModule,
  importsModule,
  ratesModule,
  organisationModule,
  periodsModule,
  plansModule,
  volunteersModule,
  ledgerModule,
  givingModule,
] as const

for (const { kinds = {} } of modules)
  for (const name of Object.keys(kinds)) registerKind(name, () => kinds[name] as AnyKind)
for (const { waits } of modules) if (waits) registerWaits(waits)

type Listed = (typeof modules)[number]
export type Api = { readonly [M in Listed as M['name']]: M['endpoints'] }

/** The door: module name → call name → endpoint, each module's own behind a getter. */
export const api = Object.defineProperties(
  {},
  Object.fromEntries(modules.map((module) => [module.name, { enumerable: true, get: () => module.endpoints }])),
) as Api

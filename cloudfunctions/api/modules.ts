// The list of modules. A new one is a folder and one line here; everything else is derived.
import { registerKind } from './core/kinds'
import { areasModule } from './modules/areas'
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
] as const

for (const module of modules) for (const kind of 'kinds' in module ? (module.kinds ?? []) : []) registerKind(kind)

/** The door: module name → call name → endpoint. */
export const api = {
  matters: mattersModule.endpoints,
  needs: needsModule.endpoints,
  people: peopleModule.endpoints,
  areas: areasModule.endpoints,
  templates: templatesModule.endpoints,
  imports: importsModule.endpoints,
  rates: ratesModule.endpoints,
  organisation: organisationModule.endpoints,
  periods: periodsModule.endpoints,
  plans: plansModule.endpoints,
  volunteers: volunteersModule.endpoints,
  ledger: ledgerModule.endpoints,
}
export type Api = typeof api

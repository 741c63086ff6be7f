// A module in one value: what it adds to the door, the database, the timer and the demo street. modules.ts lists them; the router, the
// index files, the permission matrix and the exhaustive tests are derived from the list.

import type { AnyKind } from './act'
import type { Routes } from './approval'
import type { Endpoints } from './endpoint'
import type { Store } from './store'

/** Fields in order; '-' before a name: descending. */
export type Index = { name: string; fields: readonly string[]; unique?: boolean }
export type Collections = Record<string, { about: string; indexes: readonly Index[] }>

/** Runs again and again; each run does a bounded part and returns how much it did. */
export type Job = {
  name: string
  about: string
  everyMinutes: number
  run: (ctx: { store: Store; now: number }) => Promise<number>
}

export type Module<E extends Endpoints = Endpoints> = {
  name: string
  label: string
  collections: Collections
  endpoints: E
  kinds?: readonly AnyKind[]
  routes?: Routes
  jobs?: readonly Job[]
}

export const defineModule = <E extends Endpoints>(module: Module<E>): Module<E> => module

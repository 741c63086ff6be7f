// A module in one value: what it adds to the door, the database, the timer and the demo street. modules.ts lists them; the router, the
// index files, the permission matrix and the exhaustive tests are derived from the list. What it names is light and there from the start;
// its code stands behind getters and is loaded when a call, a matter or the timer first comes to it.

import type { AnyKind } from './act'
import type { Routes } from './approval'
import type { Endpoints } from './endpoint'
import type { Store } from './store'
import type { Waits } from './waits'

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

export type Module<N extends string = string, E extends Endpoints = Endpoints> = {
  name: N
  label: string
  collections: Collections
  endpoints: E
  /** Under the name that a matter of this kind carries. */
  kinds?: Readonly<Record<string, AnyKind>>
  routes?: Routes
  jobs?: readonly Job[]
  waits?: Waits
}

export const defineModule = <const N extends string, E extends Endpoints>(module: Module<N, E>): Module<N, E> => module

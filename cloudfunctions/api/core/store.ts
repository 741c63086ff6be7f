// The only file that talks to CloudBase. A handful of verbs over documents, each one SDK call and counted; named queries live in the
// modules that need them. Configuration of streets is cached per instance for seconds.
import { randomUUID } from 'node:crypto'
import type { CloudBase } from '@cloudbase/node-sdk'
import { noSettings, type Settings } from './settings'
import type { Area, Body, Street } from './street'

export type Where = Record<string, unknown>
export type Order = readonly (readonly [field: string, direction: 'asc' | 'desc'])[]
export type Fields = Record<string, boolean | number | Record<string, unknown>>

export type Store = ReturnType<typeof storeOn>

const duplicate = 'DATABASE_DUPLICATE_WRITE'
const streetCacheMs = 10_000
const settingsCacheMs = 1_000
const streetCache = new Map<string, { at: number; settingsAt: number; street: Street }>()
let firstStreet: { at: number; path: string | undefined } | undefined
const isWithin = (at: number, now: number, ms: number): boolean => at <= now && now < at + ms

/** After a street's configuration has changed here: the next read is fresh. Other instances follow within ten seconds. */
export const forgetStreets = (): void => {
  streetCache.clear()
  firstStreet = undefined
}

export const newId = (): string => randomUUID().replaceAll('-', '')

const mutating = ['add', 'addAll', 'change', 'put', 'count', 'remove', 'paced', 'nudge'] as const
const readOnlyOnes = new WeakMap<Store, Store>()

/** The same store for a call that has not said that it writes: its writing verbs are defects. */
export function readOnly(store: Store): Store {
  const known = readOnlyOnes.get(store)
  if (known) return known
  const refusing = Object.fromEntries(
    mutating.map((verb) => [
      verb,
      () => {
        throw new Error(`a call that is not declared to write called ${verb}`)
      },
    ]),
  )
  const made = { ...store, ...refusing } as Store
  readOnlyOnes.set(store, made)
  return made
}

export function storeOn(app: CloudBase) {
  const db = app.database()
  const _ = db.command
  const counted = { calls: 0 }
  const collection = (name: string) => {
    counted.calls++
    return db.collection(name)
  }

  return {
    _,
    counted,

    /** One document by id; undefined when there is none. */
    async get<T>(name: string, id: string, fields?: Fields): Promise<T | undefined> {
      const doc = collection(name).doc(id)
      const { data } = await (fields ? doc.field(fields) : doc).get()
      return data[0] as T | undefined
    },

    /** At most `limit` documents; a list that can go on is paged by the key of its last row, never by an offset. */
    async find<T>(
      name: string,
      where: Where,
      options: { order?: Order; limit: number; fields?: Fields },
    ): Promise<T[]> {
      let query = collection(name).where(where)
      for (const [field, direction] of options.order ?? []) query = query.orderBy(field, direction)
      if (options.fields) query = query.field(options.fields)
      const { data } = await query.limit(options.limit).get()
      return data as T[]
    },

    /** Adds a document under its own id. 'duplicate' when it is there already: the caller reads it and answers the same. */
    async add(
      name: string,
      doc: { _id: string; [field: string]: unknown } | { _id: string; schema: number },
    ): Promise<'added' | 'duplicate'> {
      try {
        const result = (await collection(name).add(doc)) as { code?: string }
        if (result.code) throw Object.assign(new Error(result.code), { code: result.code })
        return 'added'
      } catch (error) {
        if ((error as { code?: string }).code === duplicate) return 'duplicate'
        throw error
      }
    },

    /** Adds several new documents in one call. 'duplicate' when one of them is there already: the caller reads which and sends the rest. */
    async addAll(name: string, docs: object[]): Promise<'added' | 'duplicate'> {
      if (!docs.length) return 'added'
      try {
        await collection(name).add(docs)
        return 'added'
      } catch (error) {
        if ((error as { code?: string }).code === duplicate) return 'duplicate'
        throw error
      }
    },

    /** The conditional write: 1 = won, 0 = the condition no longer held. */
    async change(name: string, where: Where, update: object): Promise<number> {
      const { updated } = await collection(name).where(where).update(update)
      return updated ?? 0
    },

    /** Writes a whole document under its id, whether it was there or not. */
    async put(name: string, id: string, doc: object): Promise<void> {
      await collection(name).doc(id).set(doc)
    },

    /** Adds `by` to a number in a document and returns the new value; makes the document when it is missing. */
    async count(name: string, id: string, by = 1): Promise<number> {
      const raise = async () => {
        const result = (await collection(name)
          .where({ _id: id })
          .updateAndReturn({ value: _.inc(by) })) as {
          doc?: { value: number } | null
        }
        return result.doc?.value
      }
      const value = await raise()
      if (value !== undefined) return value
      if ((await this.add(name, { _id: id, value: by })) === 'added') return by
      return (await raise()) as number
    },

    /** Reads a person and remembers this write among their last ones, in one call; undefined when there is none. */
    async paced<T>(
      name: string,
      id: string,
      at: number,
      keep: number,
      among: 'recent' | 'ownRecent' = 'recent',
    ): Promise<T | undefined> {
      const result = (await collection(name)
        .where({ _id: id })
        .updateAndReturn({ [among]: _.push({ each: [at], slice: -keep }) })) as { doc?: T | null }
      return result.doc ?? undefined
    },

    async remove(name: string, where: Where): Promise<number> {
      const { deleted } = await collection(name).where(where).remove()
      return typeof deleted === 'number' ? deleted : 0
    },

    /**
     * Wakes another function and does not wait for it: the platform lets what has been sent finish after the reply. Whatever is missed
     * the timer does again, so a failure is nobody's.
     */
    nudge(name: string, data: object): void {
      counted.calls++
      void app.callFunction({ name, data }).catch(() => undefined)
    },

    /** A file's content from cloud storage. */
    async file(fileID: string): Promise<Buffer> {
      counted.calls++
      const { fileContent } = await app.downloadFile({ fileID })
      return fileContent as Buffer
    },

    /** The first street there is, for somebody who is of none yet; at most ten seconds old. */
    async firstStreet(now: number): Promise<string | undefined> {
      if (firstStreet && isWithin(firstStreet.at, now, streetCacheMs)) return firstStreet.path
      const where = { level: 'street' }
      const [found] = await this.find<{ _id: string }>('areas', where, { limit: 1, fields: { _id: true } })
      firstStreet = { at: now, path: found?._id }
      return found?._id
    },

    /**
     * A street's areas, bodies and settings; undefined for an unknown one. Areas and bodies are at most ten seconds old and settings one,
     * so that a declared period or an ended post is known everywhere within a second; `fresh` reads all of it. At most 1,000 of each.
     */
    async street(path: string, now: number, fresh = false): Promise<Street | undefined> {
      const cached = fresh ? undefined : streetCache.get(path)
      if (cached && isWithin(cached.at, now, streetCacheMs)) {
        if (isWithin(cached.settingsAt, now, settingsCacheMs)) return cached.street
        const settings = await this.get<Settings>('settings', path)
        const street = { ...cached.street, settings: settings ?? noSettings(path) }
        streetCache.set(path, { ...cached, settingsAt: now, street })
        return street
      }
      const [areas, bodies, settings] = await Promise.all([
        db.collection('areas').where({ street: path }).limit(1000).get(),
        db.collection('bodies').where({ street: path }).limit(1000).get(),
        db.collection('settings').doc(path).get(),
      ])
      const own = (areas.data as { areas: Area[] }[]).flatMap((doc) => doc.areas)
      const top = own.find((area) => area.path === path)
      if (!top) return undefined
      const street: Street = {
        path,
        name: top.name,
        areas: new Map(own.map((area) => [area.path, area])),
        bodies: new Map((bodies.data as Body[]).map((body) => [body._id, body])),
        settings: (settings.data[0] as Settings | undefined) ?? noSettings(path),
      }
      streetCache.set(path, { at: now, settingsAt: now, street })
      return street
    },
  }
}

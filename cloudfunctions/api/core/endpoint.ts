// The one door. An endpoint is a contract and its handler side by side; every reply is a value of one shape, and nothing else is thrown
// to a phone. Order of checks: call → (a rush: memory) → identity → shape → (in the handler) existence → permission → state → guards → conflict.
import type { ZodError, ZodType, z } from 'zod'
import { type FieldErrors, problemIn, problems, Refusal, refuse } from './errors'
import type { Person } from './person'
import { type Actor, type AreaRole, actorOf } from './roles'
import { readOnly, type Store, type Where } from './store'
import type { Street } from './street'

/** guest: anybody in WeChat · member: has chosen a building or holds a post · a role: holds such a post somewhere. */
export type Who = 'guest' | 'member' | readonly (AreaRole | 'staff')[]

/** `own`: nothing but what the caller's own document says of them, which is no deed · `bulk`: a step of one long task, or of a rush,
 *  which bounds itself. */
export type Writes = true | 'own' | 'bulk'

export type Ctx = {
  openid: string
  now: number
  store: Store
  /** Reads the caller once; undefined for a guest. */
  person: () => Promise<Person | undefined>
  /** The caller with the posts held now; refuses a guest. */
  member: () => Promise<Person & { actor: Actor }>
  /** The person that the endpoint asks for `beside` the caller; undefined when there is none. */
  beside: () => Promise<Person | undefined>
  /** Before anything else of an endpoint with `beside`: whose code it is. */
  willAskFor: (code: string) => void
  /** Before anything else of an endpoint that changes something: opens the store for writing and counts the person's pace. */
  willWrite: (as: Writes) => void
  /** A street's configuration; refuses an unknown one. */
  street: (path: string) => Promise<Street>
}

export type Endpoint<I extends ZodType, O extends ZodType> = {
  who: Who
  /** It changes something: without this its store refuses every write, and with it a person's pace is bounded. */
  writes?: Writes
  /** What it is for, in one Chinese sentence, for the permission matrix. */
  about: string
  input: I
  output: O
  /** Reads only: somebody else by their code, read in one call with the caller. */
  beside?: (input: z.output<I>) => string
  /** For rushes: refuses out of this instance's memory, before the caller is read. It never grants anything. */
  early?: (input: z.output<I>, caller: Pick<Ctx, 'openid' | 'now'>) => void
  run: (input: z.output<I>, ctx: Ctx) => Promise<z.input<O>>
}
// biome-ignore lint/suspicious/noExplicitAny: the door holds endpoints of every shape; each is checked where it is declared.
export type AnyEndpoint = Endpoint<any, any>
export type Endpoints = Record<string, AnyEndpoint>
export type ApiShape = Record<string, Endpoints>

export const endpoint = <I extends ZodType, O extends ZodType>(definition: Endpoint<I, O>): Endpoint<I, O> => definition

export type Reply<T> =
  | { ok: true; data: T }
  | { ok: false; error: { code: string; message: string; fields?: FieldErrors; ref?: string } }

/** The type of a call as the phone sees it. */
export type Call<E> = E extends { input: infer I extends ZodType; output: infer O extends ZodType }
  ? (data: z.input<I>) => Promise<z.output<O>>
  : never

export type CallEvent = { call?: unknown; data?: unknown }

/** Own properties only, so that 'constructor.toString' is an unknown call. */
function find(api: ApiShape, call: unknown): AnyEndpoint | undefined {
  if (typeof call !== 'string') return undefined
  const [moduleName = '', name = ''] = call.split('.')
  const own = <T extends object>(from: T, key: string) => (Object.hasOwn(from, key) ? from[key as keyof T] : undefined)
  const endpoints = call.split('.').length === 2 ? own(api, moduleName) : undefined
  return endpoints && own(endpoints, name)
}

async function admit(who: Who, ctx: Ctx): Promise<void> {
  if (!ctx.openid) refuse(problems.SIGN_IN)
  if (who === 'guest') return
  const { actor } = await ctx.member()
  if (who !== 'member' && !actor.grants.some(({ role }) => who.includes(role))) refuse(problems.NOT_PERMITTED)
}

export async function dispatch(
  api: ApiShape,
  event: CallEvent | null | undefined,
  ctx: Ctx,
  ref: string,
): Promise<Reply<unknown>> {
  try {
    const { call, data } = event ?? {}
    const found = find(api, call) ?? refuse(problems.CALL_UNKNOWN)
    const input = found.input.safeParse(data ?? {})
    // A person who is not admitted learns that first; a well-known caller with bad input hears which field.
    if (found.writes) ctx.willWrite(found.writes)
    if (ctx.openid && input.success) found.early?.(input.data, ctx)
    if (found.beside && input.success) ctx.willAskFor(found.beside(input.data))
    await admit(found.who, ctx)
    if (!input.success) {
      const problem = problemIn(input.error) ?? problems.INPUT_INVALID
      return { ok: false, error: { ...problem, fields: fieldsOf(input.error) } }
    }
    return { ok: true, data: found.output.parse(await found.run(input.data, ctx)) }
  } catch (error) {
    return replyTo(error, ref)
  }
}

/** Refusal → its code and words; anything else → INTERNAL with the reference number under which it was logged. */
export function replyTo(error: unknown, ref: string): Reply<never> {
  if (error instanceof Refusal) {
    const { code, message } = error.problem
    return { ok: false, error: { code, message, ...(error.fields && { fields: error.fields }) } }
  }
  console.error(JSON.stringify({ level: 'defect', ref, error: error instanceof Error ? error.stack : String(error) }))
  return { ok: false, error: { ...problems.INTERNAL, message: `${problems.INTERNAL.message}（编号 ${ref}）`, ref } }
}

/** The first sentence per field; unknown fields are named themselves. */
export function fieldsOf(error: ZodError): FieldErrors {
  // Without inherited names, so that an unknown field called 'constructor' is named like any other.
  const fields: FieldErrors = Object.create(null)
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) fields[[...issue.path, key].join('.')] ??= '多余的内容'
    else fields[issue.path.join('.') || 'data'] ??= /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : '请重新填写'
  }
  return fields
}

/** Writes of one person a minute; a clerk who works through a full desk stays below it. */
export const pacePerMinute = 60
const minute = 60_000

/** The context of one call. Identity is only what the platform says; `now` is read once. */
export function ctxFor(openid: string, store: Store, now: number, pace = pacePerMinute): Ctx {
  let asked: Promise<Person | undefined> | undefined
  let writing: false | Writes = false
  let code: string | undefined
  let other: Person | undefined
  /** Both by their own index; whoever gives their own code is both. */
  const askBoth = async (sought: string): Promise<Person | undefined> => {
    const either = store._.or([{ _id: openid }, { code: sought }]) as unknown as Where
    const found = await store.find<Person>('people', either, { limit: 2 })
    other = found.find((one) => one.code === sought)
    return found.find(({ _id }) => _id === openid)
  }
  /** One call reads the person and, for a write, adds it to the person's last ones. */
  const ask = async (): Promise<Person | undefined> => {
    if (!openid) return undefined
    if (code !== undefined) return askBoth(code)
    if (!writing || writing === 'bulk') return store.get<Person>('people', openid)
    const among = writing === 'own' ? 'ownRecent' : 'recent'
    const found = await store.paced<Person>('people', openid, now, pace, among)
    const recent = found?.[among] ?? []
    if (recent.length >= pace && now - (recent[0] ?? 0) < minute) refuse(problems.TOO_MANY)
    return found
  }
  const person = () => {
    asked ??= ask()
    return asked
  }
  return {
    openid,
    now,
    get store() {
      return writing ? store : readOnly(store)
    },
    person,
    willWrite(as) {
      writing = as
    },
    async member() {
      const found = await person()
      if (!found) return refuse(problems.NOT_REGISTERED)
      const street = found.street && found.grants.length ? await store.street(found.street, now) : undefined
      return { ...found, actor: actorOf(found, now, street) }
    },
    async beside() {
      await person()
      return other
    },
    willAskFor(sought) {
      code = sought.toUpperCase()
    },
    street: async (path) => (await store.street(path, now)) ?? refuse(problems.MATTER_MISSING),
  }
}

// A person as the product knows them: found by openid, called by an opaque key everywhere else, so that closing an account leaves
// the log whole and nameless.
import type { Path } from './areas'
import type { Grant, PersonKey } from './roles'

/** Consent to one purpose in one version of its words (个人信息保护法 14). */
export type ConsentTo = { purpose: string; version: number; at: number; withdrawnAt?: number }

/** How somebody without a phone was written down: how they agreed, by whom, when. */
export type NoPhone = { consent: 'inPerson' | 'phone' | 'paper'; by: PersonKey; at: number }

/** 并入账号: who joined what somebody did without a phone to their account, and when; sent again it is known by its request. */
type Joining = { by: PersonKey; at: number; request: string }

/** One document of `people`; `_id` is the openid and never leaves the functions. */
export type Person = {
  _id: string
  schema: number
  key: PersonKey
  /** As the person wants to be addressed; shown in full to those who handle their matters only. */
  name: string
  street?: Path
  building?: Path
  /** 手机号，选填；来源：本人填写 */
  phone?: string
  grants: Grant[]
  consents: ConsentTo[]
  /** WeChat subscribe messages accepted and not yet used: template → how many. */
  accepts: Record<string, number>
  unread: number
  /** When this person last wrote: their latest writes, so that a flood is refused. */
  recent?: number[]
  /** The same of writes that reach nothing but this document: who has no others has done nothing yet. */
  ownRecent?: number[]
  /** What they show to be appointed: short, opaque, theirs to give. */
  code?: string
  /** Has no phone with WeChat: written down by somebody, with the person's consent; `_id` is then no openid. */
  noPhone?: NoPhone
  /** The account has its key and card from a document without a phone, `from`; `told`: the message is in the inbox. */
  joined?: Joining & { from: string; noPhone: NoPhone; told?: true }
  /** Nobody any more: their account, which has the key now. `openSince` and what lies beside it until all that follows is done. */
  joinedTo?: Joining & {
    account: string
    key: PersonKey
    openSince?: number
    was?: Person
    look?: object
    told?: string
  }
  at: number
}

/** Nothing in the street has been done by this account, or for it: it may take over what its person did without a phone. */
export const hasDoneNothing = ({ recent, unread, grants, noPhone, joined }: Person): boolean =>
  !recent?.length && unread === 0 && grants.length === 0 && !noPhone && !joined

/** 张** : the family name and nothing else. */
export const maskName = (name: string): string => (name ? `${[...name][0]}**` : '居民')

/** 138****1234. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

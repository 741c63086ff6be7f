// A person as the product knows them: found by openid, called by an opaque key everywhere else, so that closing an account leaves
// the log whole and nameless.
import type { Path } from './areas'
import type { Grant, PersonKey } from './roles'

/** Consent to one purpose in one version of its words (个人信息保护法 14). */
export type ConsentTo = { purpose: string; version: number; at: number; withdrawnAt?: number }

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
  /** What they show to be appointed: short, opaque, theirs to give. */
  code?: string
  /** Has no phone with WeChat: written down by somebody, with the person's consent; `_id` is then no openid. */
  noPhone?: { consent: 'inPerson' | 'phone' | 'paper'; by: PersonKey; at: number }
  at: number
}

/** 张** : the family name and nothing else. */
export const maskName = (name: string): string => (name ? `${[...name][0]}**` : '居民')

/** 138****1234. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

// The function that makes files for download. It stands apart so that the door phones use all day starts without the library it needs.
// The same door as api: identity, rule, shape.
import { randomBytes } from 'node:crypto'
import { init } from '@cloudbase/node-sdk'
import { type CallEvent, ctxFor, dispatch } from '../api/core/endpoint'
import { storeOn } from '../api/core/store'
import { sheets } from './sheets'

export type Sheets = typeof sheets
const app = init({ env: process.env.TCB_ENV ?? process.env.SCF_NAMESPACE })

/** Event: `{ call: 'sheets.myRecord', data }`. Answer: a Reply with the file's name and its content as base64. */
export async function main(event?: CallEvent | null) {
  const ref = randomBytes(2).toString('hex').toUpperCase()
  const { openId } = app.auth().getUserInfo()
  return dispatch({ sheets }, event, ctxFor(openId ?? '', storeOn(app), Date.now()), ref)
}

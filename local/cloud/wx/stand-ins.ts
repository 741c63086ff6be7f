// Stand-ins for WeChat's server APIs: messages go to the outbox, codes are drawn as QR images, content is checked by a word list.
import { randomBytes } from 'node:crypto'
import QRCode from 'qrcode'
import { CloudError } from '../errors'
import type { Message, Outbox } from './outbox'
import { verdictOn } from './words'

type Options = Record<string, unknown>
export type StandIns = (api: string, options: Options) => Promise<Buffer | object>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const labels = { pass: 100, review: 21000, risky: 20006 }
const sceneMax = 32

/** The same APIs by their address, as they may also be called. */
const byAddress: Record<string, string> = {
  '/wxa/msg_sec_check': 'security.msgSecCheck',
  '/wxa/media_check_async': 'security.mediaCheckAsync',
  '/wxa/getwxacodeunlimit': 'wxacode.getUnlimited',
  '/cgi-bin/message/subscribe/send': 'subscribeMessage.send',
  'wxacode.getUnlimitedQRCode': 'wxacode.getUnlimited',
}

/** `later` is told what WeChat would push afterwards. Another API than these is refused by name. */
export function standIns(outbox: Outbox, now: () => number, later: (event: object) => void): StandIns {
  const apis: Record<string, (options: Options) => Promise<Buffer | object> | object> = {
    'subscribeMessage.send': (options) =>
      outbox.send({
        at: now(),
        touser: text(options.touser),
        templateId: text(options.templateId ?? options.template_id),
        page: text(options.page),
        data: (options.data ?? {}) as Message['data'],
      }),
    'wxacode.getUnlimited'({ scene }) {
      if (text(scene) === '' || text(scene).length > sceneMax)
        return { errCode: 40169, errMsg: 'invalid length for scene, or the data is not json string' }
      return QRCode.toBuffer(text(scene), { width: 430, margin: 2 })
    },
    'security.msgSecCheck'({ content }) {
      const suggest = verdictOn(text(content))
      return { errCode: 0, errMsg: 'ok', result: { suggest, label: labels[suggest] } }
    },
    /** The verdict follows as a message push; nobody looks at the picture, only its address is read against the word list. */
    'security.mediaCheckAsync'(options) {
      const traceId = randomBytes(16).toString('hex')
      const suggest = verdictOn(text(options.mediaUrl ?? options.media_url))
      const result = { suggest, label: labels[suggest] }
      later({ MsgType: 'event', Event: 'wxa_media_check', trace_id: traceId, result, errcode: 0 })
      return { errCode: 0, errMsg: 'ok', traceId }
    },
  }
  return async (api, options) => {
    const bare = api.replace(/^openapi\./, '')
    const name = byAddress[bare] ?? bare
    const run = Object.hasOwn(apis, name) ? apis[name] : undefined
    if (!run) throw new CloudError('WX_API_UNKNOWN', `not provided by the local cloud: ${api}`)
    return run(options)
  }
}

// Stand-ins for WeChat's server APIs: messages go to the outbox, codes are drawn as QR images, content is checked by a word list.
import { randomBytes } from 'node:crypto'
import QRCode from 'qrcode'
import { CloudError } from '../errors'
import type { Message, Outbox } from './outbox'
import { verdictOn } from './words'

type Options = Record<string, unknown>
export type StandIns = ReturnType<typeof standIns>

export function standIns(outbox: Outbox, now: () => number, later: (event: object) => void) {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return async (api: string, options: Options): Promise<object | Buffer> => {
    switch (api.replace(/^openapi\./, '')) {
      case 'subscribeMessage.send':
        return outbox.send({
          at: now(),
          touser: text(options.touser),
          templateId: text(options.templateId ?? options.template_id),
          page: text(options.page),
          data: (options.data ?? {}) as Message['data'],
        })
      case 'wxacode.getUnlimited':
      case 'wxacode.getUnlimitedQRCode': {
        const scene = text(options.scene)
        if (scene.length === 0 || scene.length > 32) return { errCode: 40169, errMsg: 'invalid length for scene' }
        return QRCode.toBuffer(scene, { width: 430, margin: 2 })
      }
      case 'security.msgSecCheck': {
        const suggest = verdictOn(text(options.content))
        return { errCode: 0, errMsg: 'ok', result: { suggest, label: suggest === 'pass' ? 100 : 20001 } }
      }
      case 'security.mediaCheckAsync': {
        const traceId = randomBytes(16).toString('hex')
        later({
          MsgType: 'event',
          Event: 'wxa_media_check',
          trace_id: traceId,
          result: { suggest: 'pass', label: 100 },
        })
        return { errCode: 0, errMsg: 'ok', traceId }
      }
      default:
        throw new CloudError('WX_API_UNKNOWN', `not provided by the local cloud: ${api}`)
    }
  }
}

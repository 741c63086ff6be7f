// WeChat's own APIs, as narrow as we use them: a subscribe message, and the check of words and pictures. Failures are values here:
// a refused message (43101) is normal, because the inbox is the true channel.
import type { CloudBase } from '@cloudbase/node-sdk'

export type Verdict = 'pass' | 'review' | 'risky'
export type Messenger = ReturnType<typeof messengerOn>

type Answer = {
  errCode?: number
  errcode?: number
  result?: { suggest?: Verdict }
  traceId?: string
  trace_id?: string
}

/** `thing` fields hold 20 characters at most. */
export const thing = (text: string): string => ([...text].length > 20 ? `${[...text].slice(0, 19).join('')}…` : text)

export function messengerOn(app: CloudBase) {
  const call = async (apiName: string, apiOptions: object): Promise<Answer> => {
    // The published types leave callWxOpenApi's options open; the platform answers { result }.
    const { result } = (await app.callWxOpenApi({ apiName, apiOptions, requestData: apiOptions } as never)) as {
      result: Answer
    }
    return result
  }
  return {
    /** True when WeChat took it. */
    async remind(
      openid: string,
      templateId: string,
      page: string,
      words: { text: string; no: string },
    ): Promise<boolean> {
      const data = { thing1: { value: thing(words.text) }, character_string2: { value: words.no.slice(-32) } }
      const answer = await call('subscribeMessage.send', { touser: openid, templateId, page, data }).catch(
        () => undefined,
      )
      return (answer?.errCode ?? answer?.errcode ?? 1) === 0
    },
    /** msgSecCheck v2, at most 2,500 characters a call. */
    async checkWords(openid: string, text: string): Promise<Verdict> {
      const parts = text.match(/[\s\S]{1,2400}/g) ?? []
      const verdicts: Verdict[] = []
      for (const content of parts) {
        const answer = await call('security.msgSecCheck', { openid, scene: 2, version: 2, content })
        verdicts.push(answer.result?.suggest ?? 'review')
      }
      return (['risky', 'review'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'pass'
    },
    /** Asks for a picture's check; the verdict comes later under this trace id. */
    async checkPhoto(openid: string, mediaUrl: string): Promise<string | undefined> {
      const answer = await call('security.mediaCheckAsync', { openid, scene: 2, version: 2, mediaType: 2, mediaUrl })
      return answer.traceId ?? answer.trace_id
    },
  }
}

// The messages that WeChat would have sent, kept to be looked at.

export type Message = {
  at: number
  touser: string
  templateId: string
  page: string
  data: Record<string, { value: string }>
}
export type Outbox = ReturnType<typeof makeOutbox>

const kept = 500

export function makeOutbox() {
  let messages: Message[] = []
  const refusing = new Set<string>()
  return {
    list: (): Message[] => [...messages],
    clear: () => {
      messages = []
    },
    refuse: (openid: string) => refusing.add(openid),
    /** 43101: the person took the permission back. */
    send(message: Message): { errCode: number; errMsg: string } {
      if (refusing.has(message.touser)) return { errCode: 43101, errMsg: 'user refuse to accept the msg' }
      messages = [...messages, message].slice(-kept)
      return { errCode: 0, errMsg: 'ok' }
    },
  }
}

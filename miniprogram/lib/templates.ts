// WeChat message templates of this deployment: ids from the mini-program's own list at mp.weixin.qq.com.
import { api } from './api'

export const progressTemplate = 'progress'

/** Asks in WeChat's own words; what was accepted is written down, because each accept is one message. */
export async function askToRemind(): Promise<boolean> {
  const answer = (await wx.requestSubscribeMessage({ tmplIds: [progressTemplate] }).catch(() => ({}))) as Record<
    string,
    string
  >
  if (answer[progressTemplate] !== 'accept') return false
  await api.people.accept({ templates: [progressTemplate] })
  return true
}

// What a tap on a card does, on every page that shows cards: open the matter, or take its one likely next step.
import type { Api, Call } from '../../cloudfunctions/api/index'
import { api } from './api'
import { newId } from './ids'
import { run, type Screen } from './screen'

export type Card = Awaited<ReturnType<Call<Api['matters']['desk']>>>['cards'][number]
export type CardOpened = WechatMiniprogram.CustomEvent<{ id: string }>
export type CardActed = WechatMiniprogram.CustomEvent<{ card: Card }>

export const openMatter = ({ detail }: CardOpened): void => {
  wx.navigateTo({ url: `/pages/matter/matter?id=${detail.id}` })
}

/** One tap where that is enough, the form where something must be filled in. */
export function takeStep(screen: Screen & { reload(): unknown }, { detail: { card } }: CardActed): void {
  const { button } = card
  if (!button) return
  if (button.form) {
    wx.navigateTo({ url: `/pages/act/act?id=${card.id}&action=${button.action}&version=${card.version}` })
    return
  }
  run(screen, async () => {
    await api.matters.act({ id: card.id, version: card.version, action: button.action, request: newId() })
    wx.showToast({ title: `${button.label}：已办理`, icon: 'none' })
    await screen.reload()
  })
}

// A record to show: a card that is good as a picture, with a code that anybody may verify. Made once and found again; its holder may take it back.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { groupsOf, keepPicture } from '../../../lib/picture'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Card = Awaited<ReturnType<Call<Api['volunteers']['certificateCard']>>>
type Line = Awaited<ReturnType<Call<Api['volunteers']['certificates']>>>['certificates'][number]

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {},
    year: 0,
    record: '',
    card: undefined as Card | undefined,
    groups: [] as string[],
    others: [] as Line[],
    request: '',
  },
  methods: {
    onLoad({ year, record }: { year?: string; record?: string }) {
      this.setData({ year: Number(year ?? 0), record: record ?? '' })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const { year, record } = this.data
        const { certificates } = await api.volunteers.certificates({})
        const isThis = (one: Line) =>
          one.standing === 'valid' && (record ? one.record === record : !one.record && one.year === year)
        const found = certificates.find(isThis)
        const card = found && (await api.volunteers.certificateCard({ code: found.code }))
        return { ...this.shown(card), others: certificates.filter(({ code }) => code !== found?.code) }
      })
    },
    shown: (card: Card | undefined) => ({ card, groups: groupsOf(card?.code ?? '') }),
    make() {
      const { year, record } = this.data
      const request = this.data.request || newId()
      this.setData({ request })
      run(this, async () => {
        const { code } = await api.volunteers.certificate({ request, year, ...(record && { record }) })
        this.setData({ request: '', ...this.shown(await api.volunteers.certificateCard({ code })) })
      })
    },
    look(event: WechatMiniprogram.TouchEvent) {
      const { code } = event.currentTarget.dataset as { code: string }
      run(this, async () => {
        this.setData(this.shown(await api.volunteers.certificateCard({ code })))
        wx.pageScrollTo({ scrollTop: 0 })
      })
    },
    copy() {
      wx.setClipboardData({ data: this.data.card?.code ?? '' })
    },
    save() {
      const { card } = this.data
      if (!card) return
      run(this, () => keepPicture('#paper', card))
    },
    async takeBack() {
      const { card } = this.data
      if (!card) return
      const { confirm } = await wx.showModal({
        title: '收回这份记录',
        content: '收回后，扫这个码的人只看到“本人已收回”。您的服务时长不受影响。',
        confirmText: '收回',
        cancelText: '保留',
      })
      if (!confirm) return
      run(this, async () => {
        await api.volunteers.withdrawCertificate({ code: card.code })
        wx.showToast({ title: '已收回', icon: 'none' })
        await this.reload()
      })
    },
    onShareAppMessage() {
      const { card } = this.data
      return {
        title: card ? `${card.title}：${card.hours}` : '平台服务记录',
        path: `/packages/volunteer/verify/verify?code=${card?.code ?? ''}`,
      }
    },
  },
})

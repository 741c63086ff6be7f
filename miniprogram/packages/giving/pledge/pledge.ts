// 认捐: an amount in 元 as it was typed, who gives and what the public may read of it. A pledge is an intention; the page says what comes next.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Form = Awaited<ReturnType<Call<Api['giving']['form']>>>
type Sent = Awaited<ReturnType<Call<Api['giving']['pledge']>>>
const shownOptions = [
  { value: 'named', label: '公开我写的名字' },
  { value: 'anonymous', label: '不公开，写作“爱心居民”' },
]
const blank = () => ({
  /** Kept until there is an answer: sending again pledges once. */
  id: newId(),
  amount: '',
  donorType: 'person',
  donorName: '',
  donorCode: '',
  shown: '',
  shownName: '',
  hidesAmount: false,
  words: '',
  need: '',
})
type Draft = ReturnType<typeof blank>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    to: { kind: 'campaign' as 'campaign' | 'fund', id: '' },
    form: undefined as Form | undefined,
    shownOptions,
    draft: blank(),
    sent: undefined as Sent | undefined,
  },
  methods: {
    onLoad({ kind, id, need }: { kind?: string; id: string; need?: string }) {
      this.setData({ to: { kind: kind === 'fund' ? 'fund' : 'campaign', id } })
      const kept = (wx.getStorageSync(this.keptAs()) as Draft | '') || blank()
      this.setData({ draft: { ...kept, need: need ?? kept.need } })
      return this.reload()
    },
    /** What was written and not sent waits for whoever comes back. */
    keptAs(): string {
      return `draft:pledge:${this.data.to.kind}:${this.data.to.id}`
    },
    keep(name: string, value: unknown) {
      this.setData({ [`draft.${name}`]: value })
      wx.setStorageSync(this.keptAs(), this.data.draft)
    },
    reload() {
      return load(this, async () => {
        const form = await api.giving.form({ to: this.data.to })
        const { draft } = this.data
        return { form, draft: { ...draft, donorName: draft.donorName || form.name } }
      })
    },
    /** Where it can't be given here, its own page says how it can. */
    see() {
      const { kind, id } = this.data.to
      wx.redirectTo({ url: `/packages/giving/${kind}/${kind}?id=${id}` })
    },
    write(event: WechatMiniprogram.Input) {
      this.keep(event.currentTarget.dataset.name as string, event.detail.value)
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      this.keep(name, value)
    },
    hide(event: WechatMiniprogram.SwitchChange) {
      this.keep('hidesAmount', event.detail.value)
    },
    send() {
      const { draft, to } = this.data
      const { need, donorType, donorCode = '', shown, ...rest } = draft as Draft
      run(this, async () => {
        const sent = await api.giving.pledge({
          ...rest,
          to,
          donorType: donorType as 'person',
          donorCode: donorType === 'person' ? '' : donorCode,
          shown: shown as 'named',
          ...(need && { need }),
        })
        wx.removeStorageSync(this.keptAs())
        this.setData({ sent })
        wx.pageScrollTo({ scrollTop: 0 })
      })
    },
    path() {
      wx.redirectTo({ url: `/packages/giving/gift/gift?id=${this.data.sent?.id}` })
    },
  },
})

// 代打服务记录: what somebody has done, opened on their word and for a purpose that is written down, and made into a card with a code that
// anybody may verify, to be printed for them.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { groupsOf, keepPicture } from '../../../lib/picture'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type History = Awaited<ReturnType<Call<Api['volunteers']['recordFor']>>>
type Issued = Awaited<ReturnType<Call<Api['volunteers']['certificateFor']>>>
type Input = Parameters<typeof api.volunteers.recordFor>[0]

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    code: '',
    reason: '',
    consents: [] as { value: string; label: string }[],
    consent: '',
    history: undefined as Omit<History, 'records' | 'next'> | undefined,
    records: [] as History['records'],
    next: undefined as History['next'],
    card: undefined as (Issued & { words: string; standing: string }) | undefined,
    groups: [] as string[],
    /** Kept until it is answered: sending again makes the same card. */
    request: { key: '', id: '' },
  },
  methods: {
    onLoad({ code }: { code?: string }) {
      this.setData({ code: code ?? '' })
      return this.reload()
    },
    reload() {
      return load(this, async () => ({ consents: (await api.volunteers.options({})).consents }))
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      this.setData({ consent: event.currentTarget.dataset.value as string })
    },
    asked(): Pick<Input, 'code' | 'reason' | 'consent'> {
      const { code, reason, consent } = this.data
      return { code, reason, consent: consent as Input['consent'] }
    },
    open() {
      run(this, async () => {
        const { records, next, ...history } = await api.volunteers.recordFor(this.asked())
        this.setData({ history, records, next, card: undefined })
        wx.pageScrollTo({ scrollTop: 0 })
      })
    },
    more() {
      const { next: after } = this.data
      if (!after) return
      run(this, async () => {
        const { records, next } = await api.volunteers.recordFor({ ...this.asked(), after })
        this.setData({ records: [...this.data.records, ...records], next })
      })
    },
    make(event: WechatMiniprogram.TouchEvent) {
      const { year, record } = event.currentTarget.dataset as { year: string; record?: string }
      const key = `${this.data.code}:${year}:${record ?? ''}`
      const { request: kept } = this.data
      const request = kept.key === key ? kept : { key, id: newId() }
      this.setData({ request })
      run(this, async () => {
        const asked = {
          ...this.asked(),
          request: request.id,
          year: Number(year.slice(0, 4)),
          ...(record && { record }),
        }
        const issued = await api.volunteers.certificateFor(asked)
        const card = { ...issued, words: '记录有效', standing: 'valid' }
        this.setData({ card, groups: groupsOf(issued.code), request: { key: '', id: '' } })
        wx.pageScrollTo({ scrollTop: 0 })
      })
    },
    save() {
      const { card } = this.data
      if (card) run(this, () => keepPicture('#paper', card))
    },
    copy() {
      wx.setClipboardData({ data: this.data.card?.code ?? '' })
    },
    back() {
      this.setData({ card: undefined })
    },
    another() {
      const empty = { code: '', reason: '', consent: '', errors: {}, records: [] }
      this.setData({ ...empty, history: undefined, next: undefined, card: undefined })
    },
  },
})

// 改变用途: what donors gave for one purpose is asked to go to another fund of the same host. The page says what donors may answer, and what
// silence means, before anybody is asked.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Form = Awaited<ReturnType<Call<Api['funds']['asking']>>>
const blank = () => ({
  /** Kept until there is an answer: sending again asks once. */
  id: newId(),
  to: '',
  words: '',
  until: '',
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
    book: '',
    street: '',
    form: undefined as Form | undefined,
    draft: blank(),
  },
  methods: {
    onLoad({ book, street }: { book: string; street: string }) {
      this.setData({ book, street: decodeURIComponent(street) })
      const kept = wx.getStorageSync(this.keptAs()) as Draft | ''
      if (kept) this.setData({ draft: kept })
      return this.reload()
    },
    keptAs(): string {
      return `draft:purpose:${this.data.book}`
    },
    reload() {
      return load(this, async () => {
        const { book, street, draft } = this.data
        const form = await api.funds.asking({ book, street })
        const [only] = form.targets
        return { form, draft: { ...draft, to: draft.to || (form.targets.length === 1 ? (only?.value ?? '') : '') } }
      })
    },
    keep(change: Partial<Draft>) {
      this.setData(Object.fromEntries(Object.entries(change).map(([name, value]) => [`draft.${name}`, value])))
      wx.setStorageSync(this.keptAs(), this.data.draft)
    },
    write(event: WechatMiniprogram.Input | WechatMiniprogram.PickerChange) {
      this.keep({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      this.keep({ to: event.currentTarget.dataset.value as string })
    },
    send() {
      const { book, draft } = this.data
      run(this, async () => {
        const view = await api.funds.askPurpose({ ...draft, book })
        wx.removeStorageSync(this.keptAs())
        wx.showToast({ title: view.statusText, icon: 'none' })
        wx.redirectTo({ url: `/pages/matter/matter?id=${view.id}` })
      })
    },
  },
})

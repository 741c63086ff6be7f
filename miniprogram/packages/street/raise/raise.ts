// 提出: one form for everything the street and the committees decide, drawn from what the server describes; the draft stays on the phone.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Form = Awaited<ReturnType<Call<Api['organisation']['form']>>>
type Draft = { id: string; values: Record<string, unknown> }

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    kind: '',
    way: '',
    area: '',
    form: undefined as Form | undefined,
    draft: { id: '', values: {} } as Draft,
    errors: {} as Record<string, string>,
  },
  methods: {
    onLoad({ kind, way, area }: { kind: string; way: string; area: string }) {
      this.setData({ kind, way, area: decodeURIComponent(area) })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const { kind, way, area } = this.data
        const form = await api.organisation.form({ kind, way, area })
        wx.setNavigationBarTitle({ title: form.title })
        const kept = wx.getStorageSync(this.key()) as Draft | ''
        return { form, draft: kept || { id: newId(), values: {} } }
      })
    },
    key(): string {
      const { kind, way, area } = this.data
      return `draft:${kind}:${way}:${area}`
    },
    change(event: WechatMiniprogram.CustomEvent<{ name: string; value: unknown }>) {
      const { name, value } = event.detail
      this.setData({ [`draft.values.${name}`]: value })
      wx.setStorageSync(this.key(), this.data.draft)
    },
    send() {
      const { kind, way, area, draft } = this.data
      run(this, async () => {
        const view = await api.organisation.raise({ id: draft.id, kind, way, area, values: draft.values })
        wx.removeStorageSync(this.key())
        wx.showToast({ title: view.statusText, icon: 'none' })
        wx.redirectTo({ url: `/pages/matter/matter?id=${view.id}` })
      })
    },
  },
})

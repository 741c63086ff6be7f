// One step of a matter: the form the server describes, drawn and sent. A page of its own, so that the back key and large print work.
import type { Api, Call } from '../../../cloudfunctions/api/index'
import { api } from '../../lib/api'
import { newId } from '../../lib/ids'
import { load, run, type State } from '../../lib/screen'
import { pageStyle, whoAmI } from '../../lib/session'

type Form = Awaited<ReturnType<Call<Api['matters']['form']>>>
type Cards = Awaited<ReturnType<Call<Api['needs']['near']>>>['cards']

Component({
  data: {
    style: pageStyle(),
    id: '',
    action: '',
    version: 0,
    request: newId(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    form: undefined as Form | undefined,
    values: {} as Record<string, unknown>,
    note: '',
    errors: {} as Record<string, string>,
    templates: [] as string[],
    finding: '',
    found: [] as Cards,
  },
  methods: {
    onLoad({ id, action, version }: { id: string; action: string; version: string }) {
      this.setData({ id, action, version: Number(version), request: newId() })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const form = await api.matters.form({ id: this.data.id, action: this.data.action })
        wx.setNavigationBarTitle({ title: form.title })
        const me = await whoAmI()
        const community = me.posts.find(({ role }) => role === 'clerk')?.area
        const templates =
          form.note !== 'none' && community ? (await api.templates.list({ area: community })).texts.slice(0, 6) : []
        return { form, templates }
      })
    },
    change(event: WechatMiniprogram.CustomEvent<{ name: string; value: unknown }>) {
      this.setData({ [`values.${event.detail.name}`]: event.detail.value })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ note: event.detail.value })
    },
    useTemplate(event: WechatMiniprogram.TouchEvent) {
      this.setData({ note: event.currentTarget.dataset.text as string })
    },
    find(event: WechatMiniprogram.CustomEvent<{ name: string }>) {
      run(this, async () => {
        const { cards } = await api.needs.near({ id: this.data.id })
        this.setData({ finding: event.detail.name, found: cards.map(({ button: _button, ...card }) => card) })
        if (!cards.length) wx.showToast({ title: '没有可以并入的诉求', icon: 'none' })
      })
    },
    choose(event: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.setData({ [`values.${this.data.finding}`]: event.detail.id })
      const chosen = this.data.found.filter(({ id }) => id === event.detail.id)
      this.setData({ found: chosen })
    },
    send() {
      const { id, action, version, request, note, values } = this.data
      run(this, async () => {
        await api.matters.act({ id, version, action, request, note, patch: values })
        wx.showToast({ title: '已办理', icon: 'none' })
        if (getCurrentPages().length > 1) wx.navigateBack()
        else wx.redirectTo({ url: `/pages/matter/matter?id=${id}` })
      })
    },
  },
})

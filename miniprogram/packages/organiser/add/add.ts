// 登记没有手机的人: a volunteer without a phone, written onto the roster by the organiser with their consent; afterwards they are checked in
// on the roster like everybody.
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Input = Parameters<typeof api.volunteers.addWithoutPhone>[0]

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    id: '',
    request: newId(),
    title: '',
    notice: '',
    street: '',
    name: '',
    bornOn: '',
    building: '',
    phone: '',
    consents: [] as { value: string; label: string }[],
    consent: '',
    accepts: false,
    /** Shown once the server asks for one: who is under age needs a guardian's word. */
    guarded: false,
    guardianName: '',
    guardianPhone: '',
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const [shift, { consents }] = await Promise.all([
          api.volunteers.shift({ id: this.data.id }),
          api.volunteers.options({}),
        ])
        return { title: `${shift.title} · ${shift.post}`, notice: shift.notice, consents }
      })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    /** The list of buildings is asked for by whoever wants to choose one. */
    housed() {
      run(this, async () => this.setData({ street: (await whoAmI()).street ?? '' }))
    },
    place(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ building: event.detail.value })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      this.setData({ consent: event.currentTarget.dataset.value as string })
    },
    agree() {
      this.setData({ accepts: !this.data.accepts })
    },
    guard() {
      this.setData({ guarded: !this.data.guarded })
    },
    save() {
      const { id, request, name, bornOn, building, phone, consent, accepts, guarded } = this.data
      const { guardianName, guardianPhone } = this.data
      run(this, async () => {
        await api.volunteers.addWithoutPhone({
          id,
          request,
          name,
          consent: consent as Input['consent'],
          accepts,
          ...(bornOn && { bornOn }),
          ...(building && { building }),
          ...(phone && { phone }),
          ...(guarded && { guardian: { name: guardianName, phone: guardianPhone, consents: true as const } }),
        })
        wx.showToast({ title: `已登记 ${name}`, icon: 'none' })
        if (getCurrentPages().length > 1) wx.navigateBack()
        else wx.redirectTo({ url: `/packages/organiser/day/day?id=${id}` })
      })
    },
  },
})

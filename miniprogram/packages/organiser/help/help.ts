// 代办报名: somebody who can't use the phone signs up, leaves or says yes through whoever they have asked. First whose code it is and how they
// stand, then how they agreed; what was done is said in full.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Found = Awaited<ReturnType<Call<Api['volunteers']['helped']>>>
type Input = Parameters<typeof api.volunteers.signUpFor>[0]
type Action = Found['ways'][number]['action']
/** Of one person: gone when another is helped. */
const nobody = () => ({
  code: '',
  found: undefined as Found | undefined,
  done: undefined as { title: string; says: string } | undefined,
  consent: '',
  accepts: false,
  together: '',
  bornOn: '',
  /** Shown once the server asks for one: who is under age needs a guardian's word. */
  guarded: false,
  guardianName: '',
  guardianPhone: '',
  request: newId(),
})

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    id: '',
    title: '',
    time: '',
    place: '',
    notice: '',
    runs: false,
    consents: [] as { value: string; label: string }[],
    ...nobody(),
  },
  methods: {
    onLoad({ id, code }: { id: string; code?: string }) {
      this.setData({ id, code: code ?? '' })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const [shift, { consents }] = await Promise.all([
          api.volunteers.shift({ id: this.data.id }),
          api.volunteers.options({}),
        ])
        const { title, post, time, place, notice, runs } = shift
        return { title: `${title} · ${post}`, time, place, notice, runs, consents }
      })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    /** Another code is another person, of whom nothing is known yet. */
    writeCode(event: WechatMiniprogram.Input) {
      this.setData({ ...nobody(), code: event.detail.value })
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
    find() {
      const { id, code } = this.data
      run(this, async () => {
        const found = await api.volunteers.helped({ id, code })
        // Whoever is shown is for whom it will be done.
        if (code === this.data.code) this.setData({ found })
      })
    },
    async act(event: WechatMiniprogram.TouchEvent) {
      const action = event.currentTarget.dataset.action as Action
      const { found } = this.data
      const way = found?.ways.find((one) => one.action === action)?.label.replace(/（.*/, '')
      if (!found || !way) return
      await run(this, async () => {
        const { label, state } = await this.ask(action)
        const says = state === 'waiting' ? `${label}。轮到时会通知您，请联系本人，在期限内确认` : label
        this.setData({ done: { title: `已${way}：${found.name}`, says }, request: newId() })
        wx.pageScrollTo({ scrollTop: 0 })
      })
      // Asked for by the server: there is a field for it now, and what was written stays.
      const { errors, guarded } = this.data
      if (!guarded && errors.guardian) this.setData({ guarded: true })
    },
    ask(action: Action) {
      const { id, code, request, accepts, together, bornOn, guarded, guardianName, guardianPhone } = this.data
      const consent = this.data.consent as Input['consent']
      const answer = { id, code, request, consent }
      if (action === 'confirm') return api.volunteers.confirmFor(answer)
      if (action === 'leave') return api.volunteers.leaveFor(answer)
      const names = together.split(/[、，,\s]+/).filter(Boolean)
      return api.volunteers.signUpFor({
        ...answer,
        accepts,
        ...(names.length && { with: names }),
        ...(bornOn && { bornOn }),
        ...(guarded && { guardian: { name: guardianName, phone: guardianPhone, consents: true as const } }),
      })
    },
    join() {
      wx.navigateTo({ url: `/packages/organiser/join/join?card=${this.data.code}` })
    },
    another() {
      this.setData({ ...nobody(), errors: {} })
    },
    leave() {
      const url = this.data.runs ? '/packages/organiser/day/day' : '/packages/volunteer/shift/shift'
      if (getCurrentPages().length > 1) wx.navigateBack()
      else wx.redirectTo({ url: `${url}?id=${this.data.id}` })
    },
  },
})

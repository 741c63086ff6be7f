// One shift: when and where, how many places, what it asks, who comes along; one button that the server names after what it will do.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { askToRemind } from '../../../lib/templates'

type View = Awaited<ReturnType<Call<Api['volunteers']['shift']>>>
/** Pages that a button leads to instead of changing the place here. */
const leads: Record<string, (id: string) => string> = {
  profile: () => '/packages/volunteer/profile/profile',
  register: () => '/pages/register/register',
  scan: () => '/packages/volunteer/scan/scan?now=1',
  courses: () => '/packages/volunteer/courses/courses',
  rate: (id) => `/packages/volunteer/rate/rate?id=${id}`,
}

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    view: undefined as View | undefined,
    companions: [] as string[],
    companion: '',
    noticed: false,
    accepts: false,
    /** Kept until there is an answer, so that pressing again after a lost one does it once. */
    request: '',
    reminded: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    /** The page is shown next, and fetches then. */
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    reload() {
      const { id, companions } = this.data
      return load(this, async () => {
        const view = await api.volunteers.shift({ id, size: companions.length + 1 })
        // Whoever is asked whether they stay has the notice before them.
        return { view, ...(view.choice.action === 'confirm' && { noticed: true }) }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    press() {
      const { view, id } = this.data
      if (!view) return
      const { action } = view.choice
      const lead = leads[action]
      if (lead) wx.navigateTo({ url: lead(id) })
      else if (action === 'signUp') this.signUp()
      else if (action === 'confirm') this.change((request) => api.volunteers.confirm({ id, request }))
    },
    change(work: (request: string) => Promise<{ label: string }>) {
      const request = this.data.request || newId()
      this.setData({ request })
      return run(this, async () => {
        const { label } = await work(request)
        this.setData({ request: '', companions: [] })
        wx.showToast({ title: label, icon: 'none' })
        await this.reload()
      })
    },
    signUp() {
      const { id, companions, accepts } = this.data
      return this.change((request) => api.volunteers.signUp({ id, request, with: companions, accepts }))
    },
    async leave() {
      const { view, id } = this.data
      const leave = view?.choice.leave
      if (!leave) return
      const { confirm } = await wx.showModal({
        title: leave.label,
        content: leave.note,
        confirmText: leave.label.slice(0, 4),
        cancelText: '再想想',
      })
      if (confirm) this.change((request) => api.volunteers.leave({ id, request }))
    },
    unfold() {
      this.setData({ noticed: !this.data.noticed })
    },
    accept() {
      this.setData({ accepts: !this.data.accepts })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ companion: event.detail.value })
    },
    /** The button is asked for again: with more people it may say something else. */
    add() {
      const companion = this.data.companion.trim()
      if (!companion) return
      this.setData({ companions: [...this.data.companions, companion], companion: '' })
      this.reload()
    },
    remove(event: WechatMiniprogram.TouchEvent) {
      const at = event.currentTarget.dataset.at as number
      this.setData({ companions: this.data.companions.filter((_, place) => place !== at) })
      this.reload()
    },
    async remind() {
      this.setData({ reminded: await askToRemind() })
    },
    about() {
      wx.navigateTo({ url: `/pages/matter/matter?id=${this.data.view?.activity}` })
    },
    organise() {
      wx.navigateTo({ url: `/packages/organiser/day/day?id=${this.data.id}` })
    },
    help() {
      wx.navigateTo({ url: `/packages/organiser/help/help?id=${this.data.id}` })
    },
    onShareAppMessage() {
      const { view, id } = this.data
      const title = view ? `${view.time} ${view.title}` : '社区志愿活动'
      return { title, path: `/packages/volunteer/shift/shift?id=${id}` }
    },
  },
})

// 培训与督导: the sessions one may sign up for, each with the course it gives and for how long, so that a post that asks for one is within reach.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { keptPlace, pageStyle } from '../../../lib/session'
import { openShift } from '../../../lib/shifts'

type Page = Awaited<ReturnType<Call<Api['volunteers']['courses']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    sessions: [] as Page['sessions'],
    next: undefined as Page['next'],
    more: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    fetch(after?: Page['next']) {
      return api.volunteers.courses({ area: keptPlace()?.community, ...(after && { after }) })
    },
    reload() {
      return load(this, async () => {
        const { sessions, next } = await this.fetch()
        return { sessions, next, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, sessions } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await this.fetch(next)
        return { sessions: [...sessions, ...page.sessions], next: page.next, more: false }
      })
    },
    open: openShift,
    profile() {
      wx.navigateTo({ url: '/packages/volunteer/profile/profile' })
    },
  },
})

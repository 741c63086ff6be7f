// The shifts of one activity by time, to choose one from.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { openShift, type ShiftCard } from '../../../lib/shifts'

type Page = Awaited<ReturnType<Call<Api['volunteers']['shifts']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    title: '',
    shifts: [] as ShiftCard[],
    next: undefined as Page['next'],
    more: false,
    /** Opened from a shared card, the way to what the activity is about is here. */
    alone: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle(), alone: getCurrentPages().length < 2 })
      this.reload()
    },
  },
  methods: {
    /** The page is shown next, and fetches then. */
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    reload() {
      return load(this, async () => {
        const { title, shifts, next } = await api.volunteers.shifts({ id: this.data.id })
        return { title, shifts, next, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { id, next, more, shifts } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.volunteers.shifts({ id, after: next })
        return { shifts: [...shifts, ...page.shifts], next: page.next, more: false }
      })
    },
    open: openShift,
    about() {
      wx.navigateTo({ url: `/pages/matter/matter?id=${this.data.id}` })
    },
    onShareAppMessage() {
      return {
        title: this.data.title || '社区志愿活动',
        path: `/packages/volunteer/activity/activity?id=${this.data.id}`,
      }
    },
  },
})

// 班次与名单: one activity's shifts by time, each with its roster, its code and its hours for those who run it.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Page = Awaited<ReturnType<Call<Api['volunteers']['shifts']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    id: '',
    title: '',
    runs: false,
    shifts: [] as Page['shifts'],
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
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    reload() {
      return load(this, async () => {
        const { title, runs, shifts, next } = await api.volunteers.shifts({ id: this.data.id })
        return { title, runs, shifts, next, more: false }
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
    go(event: WechatMiniprogram.TouchEvent) {
      const { page, id } = event.currentTarget.dataset as { page: string; id: string }
      wx.navigateTo({ url: `/packages/organiser/${page}/${page}?id=${id}` })
    },
    activity() {
      wx.navigateTo({ url: `/pages/matter/matter?id=${this.data.id}` })
    },
  },
})

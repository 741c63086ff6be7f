// 志愿: the scan at the door, which needs no network, what must be answered, my shifts and the open ones by time, and the ways to one's record, points and teams.
import type { Api, Call } from '../../../cloudfunctions/api/index'
import { api } from '../../lib/api'
import { keptCount, watchScans } from '../../lib/scans'
import { load, type State } from '../../lib/screen'
import { keptPlace, pageStyle } from '../../lib/session'
import { openShift, type ShiftCard } from '../../lib/shifts'

type Open = Awaited<ReturnType<Call<Api['volunteers']['open']>>>
const ways = [
  { label: '服务记录', url: '/packages/volunteer/record/record' },
  { label: '积分', url: '/packages/volunteer/points/points' },
  { label: '志愿队与荣誉', url: '/packages/volunteer/teams/teams' },
  { label: '培训', url: '/packages/volunteer/courses/courses' },
  { label: '志愿者资料', url: '/packages/volunteer/profile/profile' },
]
/** Of one's own shifts these are seen first. */
const shownFirst = 3
const asks = ['offered', 'choosing']

let stopWatching: () => void = () => undefined

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    ways,
    member: false,
    organises: false,
    oversees: false,
    areaName: '',
    asked: [] as ShiftCard[],
    mine: [] as ShiftCard[],
    mineShown: [] as ShiftCard[],
    unfolded: false,
    held: [] as string[],
    shifts: [] as ShiftCard[],
    next: undefined as Open['next'],
    more: false,
    kept: 0,
  },
  lifetimes: {
    attached() {
      stopWatching = watchScans(() => this.setData({ kept: keptCount() }))
    },
    detached() {
      stopWatching()
    },
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle(), kept: keptCount() })
      this.reload()
    },
  },
  methods: {
    reload() {
      return load(this, async () => {
        const [open, { shifts }] = await Promise.all([
          api.volunteers.open({ area: keptPlace()?.community }),
          api.volunteers.mine({}),
        ])
        const isAsked = ({ mine }: ShiftCard) => asks.includes(mine?.state ?? '')
        const mine = shifts.filter((shift) => !isAsked(shift))
        const held = shifts.map(({ id }) => id)
        return {
          ...open,
          held,
          shifts: this.others(open.shifts, held),
          next: open.next,
          more: false,
          asked: shifts.filter(isAsked),
          mine,
          mineShown: this.data.unfolded ? mine : mine.slice(0, shownFirst),
        }
      })
    },
    /** What stands above as mine is not offered again. */
    others: (shifts: ShiftCard[], held: string[]) => shifts.filter(({ id }) => !held.includes(id)),
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, shifts, held } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.volunteers.open({ area: keptPlace()?.community, after: next })
        return { shifts: [...shifts, ...this.others(page.shifts, held)], next: page.next, more: false }
      })
    },
    unfold() {
      this.setData({ unfolded: true, mineShown: this.data.mine })
    },
    open: openShift,
    scan() {
      wx.navigateTo({ url: '/packages/volunteer/scan/scan?now=1' })
    },
    showKept() {
      wx.navigateTo({ url: '/packages/volunteer/scan/scan' })
    },
    register() {
      wx.navigateTo({ url: '/pages/register/register' })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    onShareAppMessage() {
      return { title: '社区志愿活动，一起来', path: '/pages/volunteer/volunteer' }
    },
  },
})

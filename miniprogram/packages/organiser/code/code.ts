// 签到码: the code fills the screen, bright, with a bar that empties in thirty seconds. The next one is on the phone before this one ends, and
// time is the server's: the phone's own clock may be wrong. When the network is away it is said, and tried again.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State, turnTo } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Code = Awaited<ReturnType<Call<Api['volunteers']['code']>>>
type Direction = 'in' | 'out'
type Shown = Pick<Code, 'text' | 'image' | 'until'>

const stepSeconds = 30
const tickMs = 1000
/** How many people are in is asked for every few seconds, and so is a code that could not be had. */
const lookTicks = 5
let timer = 0
/** As it was before the page: given back when it is left. */
let brightness = -1

Component({
  options: { pureDataPattern: /^_/ },
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    id: '',
    direction: 'in' as Direction,
    title: '',
    post: '',
    image: '',
    /** Not a number that is read out every second: the bar is for eyes, the words for everybody. */
    seconds: stepSeconds,
    percent: 100,
    present: 0,
    taken: 0,
    away: false,
    _now: undefined as Shown | undefined,
    _next: undefined as Shown | undefined,
    /** The server's clock against the phone's, ms. */
    _ahead: 0,
    _ticks: 0,
    _asking: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.brighten()
      this.reload()
      clearInterval(timer)
      timer = setInterval(() => this.tick(), tickMs)
    },
    hide() {
      this.leave()
    },
  },
  lifetimes: {
    detached() {
      this.leave()
    },
  },
  methods: {
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    async brighten() {
      wx.setKeepScreenOn({ keepScreenOn: true, fail: () => undefined })
      const found = await wx.getScreenBrightness().catch(() => undefined)
      if (found && brightness < 0) brightness = found.value
      wx.setScreenBrightness({ value: 1, fail: () => undefined })
    },
    leave() {
      clearInterval(timer)
      wx.setKeepScreenOn({ keepScreenOn: false, fail: () => undefined })
      if (brightness >= 0) wx.setScreenBrightness({ value: brightness, fail: () => undefined })
      brightness = -1
    },
    reload() {
      const { id, direction } = this.data
      return load(this, async () => this.taken(await api.volunteers.code({ id, direction })))
    },
    taken({ next, now, title, post, present, taken, ...shown }: Code) {
      this.setData({ _now: shown, _next: next, _ahead: now - Date.now(), _ticks: 0 })
      return { title, post, present, taken, away: false, ...this.face(shown) }
    },
    face({ image, until }: Shown) {
      const seconds = Math.max(0, Math.ceil((until - Date.now() - this.data._ahead) / 1000))
      return {
        ...(image !== this.data.image && { image }),
        seconds,
        percent: Math.min(100, (seconds / stepSeconds) * 100),
      }
    },
    tick() {
      const { _now, _next, _ahead, _ticks, state } = this.data
      if (state !== 'ready' || !_now) return
      const now = Date.now() + _ahead
      // The next code takes over in time, whether or not the network is there.
      const shown = now >= _now.until && _next && now < _next.until ? _next : _now
      if (shown !== _now) this.setData({ _now: shown, _next: undefined })
      this.setData({
        _ticks: _ticks + 1,
        ...(now < shown.until ? this.face(shown) : { image: '', seconds: 0, percent: 0 }),
      })
      if (!this.data._next) this.ask()
      else if ((_ticks + 1) % lookTicks === 0) this.look()
    },
    /** A code for now and the next half minute. */
    async ask() {
      if (this.data._asking) return
      this.setData({ _asking: true })
      const { id, direction } = this.data
      const code = await api.volunteers.code({ id, direction }).catch(() => undefined)
      this.setData({ _asking: false })
      // The answer to a question that is no longer asked.
      if (direction !== this.data.direction) return
      this.setData(code ? this.taken(code) : { away: true })
    },
    async look() {
      const counts = await api.volunteers.counts({ id: this.data.id }).catch(() => undefined)
      this.setData(counts ? { present: counts.present, taken: counts.taken, away: false } : { away: true })
    },
    turn(event: WechatMiniprogram.TouchEvent) {
      const direction = event.currentTarget.dataset.direction as Direction
      if (direction === this.data.direction) return
      turnTo(this, { direction, image: '', _now: undefined, _next: undefined })
      this.reload()
    },
    byHand() {
      wx.navigateTo({ url: `/packages/organiser/day/day?id=${this.data.id}` })
    },
  },
})

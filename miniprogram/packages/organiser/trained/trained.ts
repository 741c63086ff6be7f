// 培训情况: who in one's place has which course and until when, what expires soonest first, so that the next session is called for in time.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Page = Awaited<ReturnType<Call<Api['volunteers']['trained']>>>
const tones = { valid: 'ok', soon: 'warn', over: 'plain' } as const

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    tones,
    area: '',
    lines: [] as Page['lines'],
    next: undefined as Page['next'],
    more: false,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const area = (await whoAmI()).dutyArea ?? ''
        const { lines, next } = await api.volunteers.trained({ area })
        return { area, lines, next, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { area, next, more, lines } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.volunteers.trained({ area, after: next })
        return { lines: [...lines, ...page.lines], next: page.next, more: false }
      })
    },
    call() {
      wx.navigateTo({ url: '/packages/organiser/draft/draft' })
    },
  },
})

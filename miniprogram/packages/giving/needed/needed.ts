// 需要什么: everything wanted at a place, by what one can give: a kind of goods, a skill, a venue.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State, turnTo } from '../../../lib/screen'
import { pageStyle, placeOf, whoAmI } from '../../../lib/session'
import { openWanted, type Wanted } from '../../../lib/wanted'

type Pool = Awaited<ReturnType<Call<Api['goods']['search']>>>
type Choice = { value: string; label: string }

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    area: '',
    placeName: '',
    choices: [] as Choice[],
    choiceAt: 0,
    lines: [] as Pool['lines'],
    next: undefined as Pool['next'],
    more: false,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const [me, options] = await Promise.all([whoAmI(), api.goods.options({})])
        const place = await placeOf(me)
        const choices = [
          { value: '', label: '全部需要' },
          ...options.categories.map(({ value, label }) => ({ value, label: `我有${label}` })),
          ...options.skills.map(({ value, label }) => ({ value, label: `我会${label}` })),
          { value: 'venue', label: '我有场地' },
        ]
        this.setData({ choices, area: place?.community ?? '', placeName: place?.name ?? '' })
        return place ? this.found() : { lines: [], next: undefined }
      })
    },
    /** Pages in which nothing fits are passed over, three at most. */
    async found(after?: Pool['next']) {
      const { area, choices, choiceAt } = this.data
      const category = choices[choiceAt]?.value
      let page: Pool = { lines: [], ...(after && { next: after }) }
      for (let tries = 0; tries < 3 && !page.lines.length; tries++) {
        page = await api.goods.search({ area, ...(category && { category }), ...(page.next && { after: page.next }) })
        if (!page.next) break
      }
      return { lines: page.lines, next: page.next, more: false }
    },
    choose(event: WechatMiniprogram.PickerChange) {
      turnTo(this, { choiceAt: Number(event.detail.value), lines: [] })
      load(this, () => this.found())
    },
    onPullDownRefresh() {
      load(this, () => this.found())
    },
    async onReachBottom() {
      const { next, more, lines } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await this.found(next)
        return { ...page, lines: [...lines, ...page.lines] }
      })
    },
    open(event: WechatMiniprogram.TouchEvent) {
      openWanted(event.currentTarget.dataset.line as Wanted)
    },
    offer() {
      wx.navigateTo({ url: '/packages/giving/offer/offer' })
    },
  },
})

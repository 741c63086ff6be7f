// 辖区事项: everything of the place, newest first, read-only: what supervisors and the street look through.
import { api } from '../../../lib/api'
import { type Card, openMatter } from '../../../lib/cards'
import { load, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Page = Awaited<ReturnType<typeof api.matters.area>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    area: '',
    cards: [] as Card[],
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
        const page = await api.matters.area({ area })
        return { area, cards: page.cards.map(({ button: _button, ...card }) => card), next: page.next, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, area, cards } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.matters.area({ area, after: next })
        return {
          cards: [...cards, ...page.cards.map(({ button: _button, ...card }) => card)],
          next: page.next,
          more: false,
        }
      })
    },
    open: openMatter,
  },
})

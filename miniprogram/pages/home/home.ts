// 首页: one big way to ask for something, what waits for this person, and what is going on around.
import type { Api, Call } from '../../../cloudfunctions/api/index'
import { api } from '../../lib/api'
import { type Card, type CardActed, openMatter, takeStep } from '../../lib/cards'
import { load, type State } from '../../lib/screen'
import { keepPlace, keptPlace, type Me, type Place, pageStyle, remember } from '../../lib/session'

type Wait = Awaited<ReturnType<Call<Api['people']['home']>>>['waits'][number]
/** 三条路: what a neighbour can do beside asking. */
const ways = [
  { label: '报名志愿', tab: '/pages/volunteer/volunteer' },
  { label: '捐助', tab: '/pages/charity/charity' },
]
/** Which page shows what waits for this person. */
const waitPages: Record<string, string> = { shift: '/packages/volunteer/shift/shift' }

Component({
  data: {
    style: pageStyle(),
    ways,
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    me: undefined as Me | undefined,
    place: undefined as Place | undefined,
    choosing: false,
    waits: [] as Wait[],
    waiting: [] as Card[],
    around: [] as Card[],
    solved: [] as Card[],
    busy: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    reload() {
      return load(this, async () => {
        const { me, place: first, waiting, waits } = await api.people.home({})
        remember(me)
        const place = (me.community ? first : keptPlace()) ?? first
        const { cards } = place ? await api.needs.public({ area: place.community, class: 'any' }) : { cards: [] }
        const isSolved = ({ status }: Card) => status.tone === 'ok'
        const isMine = ({ id }: Card) => waiting.some((card) => card.id === id)
        // What waits for this person stands above, with its button; around are things to look at.
        const others = cards.filter((card) => !isMine(card)).map(({ button: _button, ...card }) => card)
        return {
          me,
          place,
          waits,
          waiting,
          around: others.filter((card) => !isSolved(card)).slice(0, 5),
          solved: others.filter(isSolved).slice(0, 3),
        }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    submit() {
      wx.navigateTo({ url: '/pages/submit/submit' })
    },
    desk() {
      wx.navigateTo({ url: '/packages/committee/desk/desk' })
    },
    emergency(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/pages/matter/matter?id=${event.currentTarget.dataset.id}` })
    },
    way(event: WechatMiniprogram.TouchEvent) {
      wx.switchTab({ url: event.currentTarget.dataset.tab as string })
    },
    answer(event: WechatMiniprogram.TouchEvent) {
      const { kind, id } = event.currentTarget.dataset.wait as Wait
      wx.navigateTo({ url: `${waitPages[kind]}?id=${id}` })
    },
    all() {
      wx.switchTab({ url: '/pages/needs/needs' })
    },
    register() {
      wx.navigateTo({ url: '/pages/register/register' })
    },
    open: openMatter,
    act(event: CardActed) {
      takeStep(this, event)
    },
    choosePlace() {
      this.setData({ choosing: !this.data.choosing })
    },
    placeChosen(event: WechatMiniprogram.CustomEvent<{ value: string; name: string }>) {
      const { place } = this.data
      if (!place) return
      keepPlace({ street: place.street, community: event.detail.value, name: event.detail.name })
      this.setData({ choosing: false })
      this.reload()
    },
    onShareAppMessage() {
      return { title: '五社：社区的事，一起办', path: '/pages/home/home' }
    },
  },
})

// 捐助: what is needed here and how much has come, the ways to give, small wishes, and the funds with what they hold.
import type { Api, Call } from '../../../cloudfunctions/api/index'
import { api } from '../../lib/api'
import { load, type State, turnTo } from '../../lib/screen'
import { keepPlace, type Me, type Place, pageStyle, placeOf, whoAmI } from '../../lib/session'
import { hasSection, openWanted, type Wanted } from '../../lib/wanted'

type Around = Awaited<ReturnType<Call<Api['giving']['around']>>>

/** Big ways to give; the rest of the page says what is needed. */
const ways = [
  { label: '捐物资', url: '/packages/giving/offer/offer?type=goods' },
  { label: '出场地', url: '/packages/giving/offer/offer?type=venue' },
  { label: '出技能', url: '/packages/giving/offer/offer?type=service' },
  { label: '我的捐助', url: '/packages/giving/mine/mine' },
]
const shownWanted = 5

Component({
  data: {
    style: pageStyle(),
    ways,
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    place: undefined as Place | undefined,
    isGuest: true,
    me: undefined as Me | undefined,
    choosing: false,
    campaigns: [] as Around['campaigns'],
    forMe: [] as Around['campaigns'],
    next: undefined as Around['next'],
    more: false,
    funds: [] as Around['funds'],
    wishes: [] as Around['wishes'],
    wanted: [] as Wanted[],
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    async reload() {
      await load(this, async () => {
        const me = await whoAmI()
        const place = await placeOf(me)
        if (!place) return { me, place, campaigns: [], next: undefined }
        const { campaigns, next } = await api.giving.around({ area: place.community })
        return { me, place, isGuest: !me.community, campaigns, next, more: false }
      })
      const { place, isGuest, state } = this.data
      if (place && state === 'ready') await load(this, () => this.rest(place.community, isGuest))
    },
    /** What stands further down the page. */
    async rest(area: string, isGuest: boolean) {
      const [{ wishes }, { funds }, { lines }, { campaigns: forMe }] = await Promise.all([
        api.giving.around({ area, list: 'wishes' }),
        api.giving.around({ area, list: 'funds' }),
        api.goods.search({ area }),
        isGuest ? { campaigns: [] } : api.giving.around({ area, list: 'forMe' }),
      ])
      const wanted = lines.filter((line) => !hasSection(line)).slice(0, shownWanted)
      return { wishes, funds, wanted, forMe }
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, campaigns, place } = this.data
      if (!next || more || !place) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.giving.around({ area: place.community, after: next })
        return { campaigns: [...campaigns, ...page.campaigns], next: page.next, more: false }
      })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    want(event: WechatMiniprogram.TouchEvent) {
      openWanted(event.currentTarget.dataset.line as Wanted)
    },
    choosePlace() {
      this.setData({ choosing: !this.data.choosing })
    },
    placeChosen(event: WechatMiniprogram.CustomEvent<{ value: string; name: string }>) {
      const { place } = this.data
      if (!place) return
      keepPlace({ street: place.street, community: event.detail.value, name: event.detail.name })
      turnTo(this, { choosing: false })
      this.reload()
    },
    onShareAppMessage() {
      return { title: '社区需要什么，一起帮一把', path: '/pages/charity/charity' }
    },
  },
})

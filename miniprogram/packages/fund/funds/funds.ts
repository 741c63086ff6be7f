// 我参与的社区基金: the funds that a person draws up, decides for, watches or hosts, each leading to what is to be done there. With a campaign
// it is asked which fund's committee decides on that campaign's money.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle, placeOf, whoAmI } from '../../../lib/session'

type Mine = Awaited<ReturnType<Call<Api['funds']['mine']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    campaign: '',
    funds: [] as Mine['funds'],
    mayFound: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    onLoad({ campaign = '' }: { campaign?: string }) {
      this.setData({ campaign })
      if (campaign) wx.setNavigationBarTitle({ title: '由哪个管委会决定' })
    },
    reload() {
      return load(this, async () => {
        const place = await placeOf(await whoAmI())
        const { funds, mayFound } = place
          ? await api.funds.mine({ street: place.street })
          : { funds: [], mayFound: false }
        if (!this.data.campaign) return { funds, mayFound }
        return { funds: funds.filter(({ status }) => status.key === 'open'), mayFound: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    open(event: WechatMiniprogram.TouchEvent) {
      const { id, status } = event.currentTarget.dataset as { id: string; status: string }
      const { campaign } = this.data
      if (campaign) return wx.navigateTo({ url: `/packages/fund/propose/propose?fund=${id}&campaign=${campaign}` })
      const page = status === 'draft' ? 'found/found' : 'desk/desk'
      return wx.navigateTo({ url: `/packages/fund/${page}?id=${id}` })
    },
    found() {
      wx.navigateTo({ url: '/packages/fund/found/found' })
    },
  },
})

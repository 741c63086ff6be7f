// 我参与的社区基金: the funds that a person draws up, decides for, watches or hosts, each leading to what is to be done there.
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
    reload() {
      return load(this, async () => {
        const place = await placeOf(await whoAmI())
        return place ? api.funds.mine({ street: place.street }) : { funds: [], mayFound: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    open(event: WechatMiniprogram.TouchEvent) {
      const { id, status } = event.currentTarget.dataset as { id: string; status: string }
      const page = status === 'draft' ? 'found/found' : 'work/work'
      wx.navigateTo({ url: `/packages/fund/${page}?id=${id}` })
    },
    found() {
      wx.navigateTo({ url: '/packages/fund/found/found' })
    },
  },
})

// 组织: one place of a street, its bodies by the five colours, who holds which post until when, and what may be raised here.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Place = Awaited<ReturnType<Call<Api['organisation']['place']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    area: '',
    view: undefined as Place | undefined,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      if (this.data.area) this.reload()
    },
  },
  methods: {
    async onLoad({ area }: { area?: string }) {
      const me = await whoAmI()
      this.setData({ area: area ? decodeURIComponent(area) : (me.dutyArea ?? me.community ?? me.street ?? '') })
      return this.reload()
    },
    reload() {
      return load(this, async () => ({ view: await api.organisation.place({ area: this.data.area }) }))
    },
    onPullDownRefresh() {
      this.reload()
    },
    open(event: WechatMiniprogram.TouchEvent) {
      const area = encodeURIComponent(event.currentTarget.dataset.path as string)
      wx.navigateTo({ url: `/packages/street/place/place?area=${area}` })
    },
    raise(event: WechatMiniprogram.TouchEvent) {
      const { kind, way } = event.currentTarget.dataset as { kind: string; way: string }
      const area = encodeURIComponent(this.data.view?.path ?? '')
      wx.navigateTo({ url: `/packages/street/raise/raise?kind=${kind}&way=${way}&area=${area}` })
    },
    post(event: WechatMiniprogram.TouchEvent) {
      const id = event.currentTarget.dataset.id as string
      // Posts from before the street used the software have no matter behind them.
      if (id.startsWith('seed-')) wx.showToast({ title: '启用前已有的任职，没有任命记录', icon: 'none' })
      else wx.navigateTo({ url: `/pages/matter/matter?id=${id}` })
    },
  },
})

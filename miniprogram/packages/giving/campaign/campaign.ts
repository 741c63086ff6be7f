// 募集公示: who holds the gifts and by what right, what they are for, how much has come and gone, what has been disclosed, and where to give.
// Nothing is paid here: the page says where the money goes instead.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Campaign = Awaited<ReturnType<Call<Api['giving']['campaign']>>>
type Payment = Awaited<ReturnType<Call<Api['giving']['payment']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    campaign: undefined as Campaign | undefined,
    payment: undefined as Payment | undefined,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    reload() {
      return load(this, async () => {
        const [campaign, payment] = await Promise.all([
          api.giving.campaign({ id: this.data.id }),
          api.giving.payment({}),
        ])
        if (!campaign.mayShare) wx.hideShareMenu()
        return { campaign, payment }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    copy(event: WechatMiniprogram.TouchEvent) {
      const { text, told } = event.currentTarget.dataset as { text: string; told: string }
      wx.setClipboardData({ data: text, success: () => wx.showToast({ title: told, icon: 'none' }) })
    },
    look(event: WechatMiniprogram.TouchEvent) {
      wx.previewImage({ current: event.currentTarget.dataset.url as string, urls: this.data.campaign?.photos ?? [] })
    },
    onShareAppMessage() {
      const { campaign } = this.data
      return { title: campaign?.title ?? '捐助', path: `/packages/giving/campaign/campaign?id=${this.data.id}` }
    },
  },
})

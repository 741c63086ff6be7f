// One gift as a path: 捐出 → 到账 → 使用 → 感谢. The same words can be copied for paper; the thank-you card says that it is no receipt.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Gift = Awaited<ReturnType<Call<Api['giving']['gift']>>>
type Card = Awaited<ReturnType<Call<Api['giving']['card']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    code: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    gift: undefined as Gift | undefined,
    card: undefined as Card | undefined,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      if (this.data.id || this.data.code) this.reload()
    },
  },
  methods: {
    /** By its donor with its id; by whoever was sent the card with the card's code. */
    onLoad({ id, code }: { id?: string; code?: string }) {
      this.setData({ id: id ?? '', code: code ?? '' })
    },
    reload() {
      return load(this, async () => {
        const { id } = this.data
        const gift = id ? await api.giving.gift({ id }) : undefined
        const code = gift ? (gift.card ?? '') : this.data.code
        if (!code) wx.hideShareMenu()
        return { gift, code, card: code ? await api.giving.card({ code }) : undefined }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    copy() {
      wx.setClipboardData({
        data: this.data.gift?.text ?? '',
        success: () => wx.showToast({ title: '已复制，可以粘贴打印', icon: 'none' }),
      })
    },
    onShareAppMessage() {
      const { card, code } = this.data
      return { title: card?.words ?? '感谢您的捐赠', path: `/packages/giving/gift/gift?code=${code}` }
    },
  },
})

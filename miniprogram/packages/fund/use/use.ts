// 用款经过: the way of one allocation from the request to the result, as anybody may follow it, with every payment that is in the books.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Use = Awaited<ReturnType<Call<Api['funds']['allocation']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    use: undefined as Use | undefined,
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
    onPullDownRefresh() {
      this.reload()
    },
    reload() {
      return load(this, async () => ({ use: await api.funds.allocation({ id: this.data.id }) }))
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    look(event: WechatMiniprogram.TouchEvent) {
      const { photos, url } = event.currentTarget.dataset as { photos: string[]; url: string }
      wx.previewImage({ current: url, urls: photos })
    },
    onShareAppMessage() {
      return { title: this.data.use?.title ?? '用款经过', path: `/packages/fund/use/use?id=${this.data.id}` }
    },
  },
})

// 我的消息: the true channel; WeChat's messages only point here. Opening the page marks what it shows as read.
import type { Api, Call } from '../../../cloudfunctions/api/index'
import { api } from '../../lib/api'
import { load, type State } from '../../lib/screen'
import { pageStyle } from '../../lib/session'

type Page = Awaited<ReturnType<Call<Api['people']['inbox']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    items: [] as Page['items'],
    next: undefined as Page['next'],
    more: false,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const { items, next } = await api.people.inbox({})
        if (items.some(({ read }) => !read)) await api.people.read({})
        return { items, next, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, items } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.people.inbox({ after: next })
        return { items: [...items, ...page.items], next: page.next, more: false }
      })
    },
    open(event: WechatMiniprogram.TouchEvent) {
      const { matter } = event.currentTarget.dataset
      // What is about no matter is about one's own hours.
      wx.navigateTo({ url: matter ? `/pages/matter/matter?id=${matter}` : '/packages/volunteer/record/record' })
    },
  },
})

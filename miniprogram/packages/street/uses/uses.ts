// 使用过的职权: what was done under one declaration of 非常规 that only it allows, each line opening its matter.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Uses = Awaited<ReturnType<Call<Api['periods']['uses']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    id: '',
    uses: [] as Uses['uses'],
    next: undefined as number | undefined,
    more: false,
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
      return this.reload()
    },
    reload() {
      return load(this, async () => ({ next: undefined, ...(await api.periods.uses({ id: this.data.id })) }))
    },
    onPullDownRefresh() {
      this.reload()
    },
    onReachBottom() {
      const { next, id, uses } = this.data
      if (next === undefined) return
      load(this, async () => {
        const page = await api.periods.uses({ id, after: next })
        return { uses: [...uses, ...page.uses], next: page.next }
      })
    },
    open(event: WechatMiniprogram.TouchEvent) {
      if (!event.currentTarget.dataset.id) return
      wx.navigateTo({ url: `/pages/matter/matter?id=${event.currentTarget.dataset.id}` })
    },
  },
})

// 捐赠人的答复: how many have answered what, and of how much money, for those who work on a change of purpose. Nobody is named.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Answers = Awaited<ReturnType<Call<Api['funds']['answers']>>>
type View = Awaited<ReturnType<Call<Api['matters']['get']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    view: undefined as View | undefined,
    answers: undefined as Answers | undefined,
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
      const { id } = this.data
      return load(this, async () => {
        const [view, answers] = await Promise.all([api.matters.get({ id }), api.funds.answers({ change: id })])
        return { view, answers }
      })
    },
    record() {
      wx.navigateTo({ url: `/pages/matter/matter?id=${this.data.id}` })
    },
  },
})

// 权责清单: by category, who is responsible, who assists, who must never be sent; each line with its source.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Register = Awaited<ReturnType<Call<Api['organisation']['register']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    categories: [] as Register['categories'],
    open: {} as Record<string, boolean>,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => ({
        ...(await api.organisation.register({ street: (await whoAmI()).street ?? '' })),
      }))
    },
    onPullDownRefresh() {
      this.reload()
    },
    turn(event: WechatMiniprogram.TouchEvent) {
      const key = event.currentTarget.dataset.key as string
      this.setData({ [`open.${key}`]: !this.data.open[key] })
    },
  },
})

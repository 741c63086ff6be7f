// 查看电话的记录: who looked at my number, and for those who supervise a place, every look there.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State, turnTo } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Views = Awaited<ReturnType<Call<Api['people']['views']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    views: [] as Views['views'],
    next: undefined as number | undefined,
    mayWatch: false,
    watching: false,
    area: '',
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    ask(after?: number) {
      const { watching, area } = this.data
      return api.people.views({ ...(watching && { area }), ...(after !== undefined && { after }) })
    },
    reload() {
      return load(this, async () => {
        const me = await whoAmI()
        const post = me.posts.find(({ role }) => ['supervisor', 'officer', 'director'].includes(role))
        this.setData({ mayWatch: post !== undefined, area: post?.area ?? '' })
        return { next: undefined, ...(await this.ask()) }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    onReachBottom() {
      const { next, views } = this.data
      if (next === undefined) return
      load(this, async () => {
        const page = await this.ask(next)
        return { views: [...views, ...page.views], next: page.next }
      })
    },
    turn() {
      turnTo(this, { watching: !this.data.watching })
      this.reload()
    },
  },
})

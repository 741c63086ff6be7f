// 计划对照: the street's purchases and the communities' plans side by side by category; what repeats is marked and opens to be resolved.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { openMatter } from '../../../lib/cards'
import { load, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Board = Awaited<ReturnType<Call<Api['plans']['board']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    groups: [] as Board['groups'],
    repeated: 0,
    onlyRepeated: false,
    shown: [] as Board['groups'],
    way: '',
    area: '',
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      if (this.data.state === 'ready') this.reload()
    },
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const me = await whoAmI()
        const { groups } = await api.plans.board({ street: me.street ?? '' })
        const repeated = groups.flatMap(({ plans }) => plans).filter(({ repeats }) => repeats.length).length
        const roles = me.posts.map(({ role }) => role)
        const isStreet = roles.includes('officer') || roles.includes('director')
        const isCommunity = roles.includes('clerk') || roles.includes('secretary') || roles.includes('socialWorker')
        return {
          groups,
          repeated,
          way: isStreet ? 'purchase' : isCommunity ? 'community' : '',
          area: me.dutyArea ?? '',
          ...this.filtered(groups, this.data.onlyRepeated),
        }
      })
    },
    filtered(groups: Board['groups'], onlyRepeated: boolean) {
      const kept = groups.map((group) => ({
        ...group,
        plans: group.plans.filter(({ repeats }) => !onlyRepeated || repeats.length),
      }))
      return { onlyRepeated, shown: kept.filter(({ plans }) => plans.length) }
    },
    onPullDownRefresh() {
      this.reload()
    },
    filter() {
      this.setData(this.filtered(this.data.groups, !this.data.onlyRepeated))
    },
    open: openMatter,
    raise() {
      wx.navigateTo({
        url: `/packages/street/raise/raise?kind=plan&way=${this.data.way}&area=${encodeURIComponent(this.data.area)}`,
      })
    },
  },
})

// 三率: each community's three rates as plain bars with the value written, or as a table.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Rates = Awaited<ReturnType<Call<Api['rates']['list']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    communities: [] as Rates['communities'],
    updated: '',
    table: false,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const me = await whoAmI()
        return { ...(await api.rates.list({ street: me.street ?? '' })) }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    turn() {
      this.setData({ table: !this.data.table })
    },
  },
})

// 谁可以做什么: read from the tables that decide it, so that it can't say anything else.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State, turnTo } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Rules = Awaited<ReturnType<Call<Api['organisation']['rules']>>>
const kinds = [
  { key: 'need', label: '诉求' },
  { key: 'plan', label: '计划' },
  { key: 'post', label: '任职' },
  { key: 'setup', label: '设置' },
  { key: 'declaration', label: '非常规' },
] as const
type KindKey = (typeof kinds)[number]['key']

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    kinds,
    kind: 'need' as KindKey,
    rules: undefined as Rules | undefined,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => ({
        rules: await api.organisation.rules({ street: (await whoAmI()).street ?? '', kind: this.data.kind }),
      }))
    },
    onPullDownRefresh() {
      this.reload()
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      turnTo(this, { kind: event.currentTarget.dataset.key as KindKey })
      this.reload()
    },
  },
})

// 积分: what I have and until when, what there is to have for it in my community, and every line of the ledger.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Points = Awaited<ReturnType<Call<Api['volunteers']['points']>>>
type Page = Awaited<ReturnType<Call<Api['volunteers']['pointLines']>>>
type Item = Awaited<ReturnType<Call<Api['volunteers']['items']>>>['items'][number]

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {},
    balance: 0,
    lapses: [] as Points['lapses'],
    lines: [] as Page['lines'],
    next: undefined as Page['next'],
    more: false,
    items: [] as Item[],
    /** Of one exchange, by its item, until there is an answer: sent again it is paid once. */
    asked: {} as Record<string, string>,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    reload() {
      return load(this, async () => {
        const [points, page, { items }] = await Promise.all([
          api.volunteers.points({}),
          api.volunteers.pointLines({}),
          api.volunteers.items({}),
        ])
        // What is entered at this very moment is told by both.
        const fresh = points.lines.filter(({ id }) => page.lines.every((line) => line.id !== id))
        return { ...points, lines: [...fresh, ...page.lines], next: page.next, items, more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, lines } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.volunteers.pointLines({ after: next })
        return { lines: [...lines, ...page.lines], next: page.next, more: false }
      })
    },
    async spend(event: WechatMiniprogram.TouchEvent) {
      const { id: item, title, price } = event.currentTarget.dataset.item as Item
      const { confirm } = await wx.showModal({
        title: `换“${title}”`,
        content: `用 ${price} 积分。换后积分不退回，请到社区出示明细领取或预约。`,
        confirmText: '换',
        cancelText: '再想想',
      })
      if (!confirm) return
      const id = this.data.asked[item] ?? newId()
      this.setData({ [`asked.${item}`]: id })
      run(this, async () => {
        await api.volunteers.spend({ id, item, price, title })
        this.setData({ asked: {} })
        wx.showToast({ title: '已兑换', icon: 'none' })
        await this.reload()
      })
    },
  },
})

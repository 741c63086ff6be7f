// One gift as a path: 捐出 → 到账 → 使用 → 感谢. The same words can be copied for paper; the thank-you card says that it is no receipt.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Gift = Awaited<ReturnType<Call<Api['giving']['gift']>>>
type Card = Awaited<ReturnType<Call<Api['giving']['card']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    code: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    gift: undefined as Gift | undefined,
    card: undefined as Card | undefined,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    /** By its donor with its id; by whoever was sent the card with the card's code. */
    onLoad({ id, code }: { id?: string; code?: string }) {
      this.setData({ id: id ?? '', code: code ?? '' })
    },
    async reload() {
      await load(this, async () => {
        const { id } = this.data
        const gift = id || !this.data.code ? await api.giving.gift({ id }) : undefined
        const code = gift ? (gift.card ?? '') : this.data.code
        if (!code) wx.hideShareMenu()
        // Whoever comes with the card's code has nothing else to see.
        return { gift, code, ...(!gift && code && { card: await api.giving.card({ code }) }) }
      })
      const { gift, state } = this.data
      if (gift && state === 'ready') await load(this, () => this.became(gift))
    },
    /** What stands further down: the card, and what the money of its purpose has done. */
    async became({ arrived, card: code, to, steps, ...gift }: Gift) {
      const [used, card] = await Promise.all([
        arrived ? api.giving.used({ to }) : undefined,
        code ? api.giving.card({ code }) : undefined,
      ])
      const told = steps.map((step) => (step.key === 'used' && used ? { ...step, ...used } : step))
      return { card, gift: { ...gift, arrived, to, steps: told, ...(code && { card: code }) } }
    },
    onPullDownRefresh() {
      this.reload()
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    /** The same words for paper, one step a line. */
    printed(): string {
      const { gift } = this.data
      const steps = gift?.steps.map(({ label, on, text }) => `${label}：${on ? `${on}，` : ''}${text}`) ?? []
      return [...(gift?.paper.above ?? []), ...steps, ...(gift?.paper.below ?? [])].join('\n')
    },
    copy() {
      wx.setClipboardData({
        data: this.printed(),
        success: () => wx.showToast({ title: '已复制，可以粘贴打印', icon: 'none' }),
      })
    },
    onShareAppMessage() {
      const { card, code } = this.data
      return { title: card?.words ?? '感谢您的捐赠', path: `/packages/giving/gift/gift?code=${code}` }
    },
  },
})

// 积分货架: what a community gives for points: services and tokens, never money. Put up, adjusted, taken down by its clerks.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Item = Awaited<ReturnType<Call<Api['volunteers']['shelf']>>>['items'][number]
type Kind = Item['kind']
/** `was`: the stock as it was read; absent: a new item. */
const blank = () => ({
  id: newId(),
  title: '',
  kind: 'service' as Kind,
  price: '',
  stock: '',
  was: undefined as number | undefined,
  open: true,
})
type Draft = ReturnType<typeof blank>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    area: '',
    areaName: '',
    items: [] as Item[],
    kinds: [
      { value: 'service', label: '社区服务' },
      { value: 'token', label: '纪念品' },
    ],
    draft: undefined as Draft | undefined,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const post = (await whoAmI()).posts.find(({ role }) => role === 'clerk')
        const area = post?.area ?? ''
        const { items } = await api.volunteers.shelf({ area })
        const { draft } = this.data
        const read = items.find(({ id }) => id === draft?.id)
        return { area, areaName: post?.areaName ?? '', items, ...(read && { 'draft.was': read.stock }) }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    add() {
      this.setData({ draft: blank(), errors: {} })
      wx.pageScrollTo({ scrollTop: 0 })
    },
    change(event: WechatMiniprogram.TouchEvent) {
      const item = event.currentTarget.dataset.item as Item
      const { id, title, kind, open } = item
      this.setData({
        draft: { id, title, kind, open, price: String(item.price), stock: String(item.stock), was: item.stock },
        errors: {},
      })
      wx.pageScrollTo({ scrollTop: 0 })
    },
    drop() {
      this.setData({ draft: undefined, errors: {} })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [`draft.${event.currentTarget.dataset.name}`]: event.detail.value })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      this.setData({ 'draft.kind': event.currentTarget.dataset.value as Kind })
    },
    turn(event: WechatMiniprogram.SwitchChange) {
      this.setData({ 'draft.open': event.detail.value })
    },
    async save() {
      const { draft, area } = this.data
      if (!draft) return
      await run(this, async () => {
        const { price, stock, ...rest } = draft
        await api.volunteers.saveItem({ ...rest, area, price: Number(price), stock: stock === '' ? -1 : Number(stock) })
        this.setData({ draft: undefined })
        wx.showToast({ title: draft.open ? '已上架' : '已下架', icon: 'none' })
      })
      // Also after a refusal: what has changed meanwhile is on the list, and the draft goes on from there.
      await this.reload()
    },
  },
})

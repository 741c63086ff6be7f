// 物资包: what is often given together, named once and asked for in one tap. A kit is no stock of its own: it is put together when it is handed
// out. One that is no longer used is closed.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Kit = Awaited<ReturnType<Call<Api['goods']['kits']>>>['kits'][number]
type Stock = Awaited<ReturnType<Call<Api['goods']['stock']>>>
type Row = { id: string; name: string; unit: string; n: string }

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    area: '',
    kits: [] as Kit[],
    /** The kit that is written, '' while none is. */
    id: '',
    name: '',
    rows: [] as Row[],
    next: undefined as Stock['next'],
  },
  methods: {
    onLoad({ area }: { area: string }) {
      this.setData({ area })
      return this.reload()
    },
    reload() {
      return load(this, async () => ({ ...(await api.goods.kits({ area: this.data.area })), id: '' }))
    },
    /** A new one, or one of those there are. */
    edit(event: WechatMiniprogram.TouchEvent) {
      const kit = this.data.kits.find(({ id }) => id === event.currentTarget.dataset.id)
      const rows = (kit?.lines ?? []).map(({ item, name, unit, quantity }) => ({
        id: item,
        name,
        unit,
        n: String(quantity),
      }))
      this.setData({ id: kit?.id ?? newId(), name: kit?.name ?? '', rows, next: undefined, errors: {} })
      this.more()
    },
    more() {
      const { area, next, rows } = this.data
      run(this, async () => {
        const page = await api.goods.stock({ area, ...(next && { after: next }) })
        const added = page.items.filter(({ id }) => rows.every((row) => row.id !== id))
        this.setData({
          rows: [...rows, ...added.map(({ id, name, unit }) => ({ id, name, unit, n: '' }))],
          next: page.next,
        })
      })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ name: event.detail.value })
    },
    ask(event: WechatMiniprogram.Input) {
      this.setData({ [`rows[${event.currentTarget.dataset.at}].n`]: event.detail.value })
    },
    leave() {
      this.setData({ id: '' })
    },
    save() {
      const { area, id, name, rows } = this.data
      const asked = rows.filter(({ n }) => n !== '' && n !== '0')
      run(this, async () => {
        const lines = asked.map(({ id: item, n }) => ({ item, quantity: Number(n) }))
        await api.goods.saveKit({ id, area, name, lines })
        wx.showToast({ title: `已保存：${name}`, icon: 'none' })
        await this.reload()
      })
    },
    async close(event: WechatMiniprogram.TouchEvent) {
      const kit = this.data.kits.find(({ id }) => id === event.currentTarget.dataset.id)
      if (!kit) return
      const { confirm } = await wx.showModal({
        title: `停用${kit.name}`,
        content: '以后登记发放时不再列出，已登记的照常发放',
        confirmText: '停用',
        cancelText: '再想想',
      })
      if (!confirm) return
      run(this, async () => {
        const lines = kit.lines.map(({ item, quantity }) => ({ item, quantity }))
        await api.goods.saveKit({ id: kit.id, area: this.data.area, name: kit.name, lines, open: false })
        await this.reload()
      })
    },
  },
})

// 入库: goods that were bought or brought over, with no offer behind them. A kind that the room knows is chosen, another is written down first;
// then how much of it, until when, where it lies and where it is from.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Options = Awaited<ReturnType<Call<Api['goods']['options']>>>
type Item = Awaited<ReturnType<Call<Api['goods']['item']>>>['item']
type Next = Awaited<ReturnType<Call<Api['goods']['stock']>>>['next']
type Batch = Awaited<ReturnType<Call<Api['goods']['putIn']>>>
type NewItem = Parameters<Call<Api['goods']['saveItem']>>[0]

/** What stands for a kind that the room does not know yet. */
const another = 'another'
const blank = () => ({
  name: '',
  unit: '',
  minimum: '',
  reserve: '',
  quantity: '',
  expiresOn: '',
  place: '',
  from: '',
})
const numberFrom = (text: string): number => (text === '' ? Number.NaN : Number(text))

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    area: '',
    options: undefined as Options | undefined,
    category: '',
    expires: false,
    /** What the room has of the chosen class. */
    known: [] as Item[],
    next: undefined as Next,
    chosen: '',
    item: undefined as Item | undefined,
    unitAt: -1,
    draft: blank(),
    /** Kept until there is an answer: sending again puts in once. */
    id: newId(),
    done: undefined as Batch | undefined,
  },
  methods: {
    onLoad({ area, item }: { area: string; item?: string }) {
      this.setData({ area, chosen: item ?? '' })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const { chosen } = this.data
        const [options, found] = await Promise.all([
          api.goods.options({}),
          chosen && chosen !== another ? api.goods.item({ id: chosen }) : undefined,
        ])
        return { options, ...(found && { item: found.item, ...this.dated(found.item.category, options) }) }
      })
    },
    dated: (category: string, options?: Options) => ({
      category,
      expires: options?.categories.find(({ value }) => value === category)?.expires ?? false,
    }),
    pickCategory(event: WechatMiniprogram.TouchEvent) {
      const category = event.currentTarget.dataset.value as string
      const { area, options } = this.data
      this.setData({ ...this.dated(category, options as Options | undefined), known: [], next: undefined, chosen: '' })
      run(this, async () => {
        const { items, next } = await api.goods.stock({ area, category: category as NewItem['category'] })
        this.setData({ known: items, next, item: undefined, chosen: items.length ? '' : another })
      })
    },
    further() {
      const { area, category, next, known } = this.data
      run(this, async () => {
        const page = await api.goods.stock({ area, category: category as NewItem['category'], after: next })
        this.setData({ known: [...known, ...page.items], next: page.next })
      })
    },
    pickItem(event: WechatMiniprogram.TouchEvent) {
      const chosen = event.currentTarget.dataset.value as string
      this.setData({ chosen, errors: {}, item: this.data.known.find(({ id }) => id === chosen) })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [`draft.${event.currentTarget.dataset.name}`]: event.detail.value })
    },
    pickUnit(event: WechatMiniprogram.PickerChange) {
      const at = Number(event.detail.value)
      this.setData({ unitAt: at, 'draft.unit': (this.data.options as Options | undefined)?.units[at] ?? '' })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      this.setData({ [`draft.${name}`]: value })
    },
    /** The kind that the batch is of; written down first when the room does not know it. */
    async kind(): Promise<string> {
      const { chosen, area, category } = this.data
      const { name, unit, minimum, reserve } = this.data.draft
      if (chosen !== another) return chosen
      // Written down again, what the room knows would lose its minimum.
      const same = this.data.known.find((one) => one.name === name && one.unit === unit)
      if (same) return same.id
      const item = { area, name, category, unit, reserve, minimum: minimum === '' ? 0 : Number(minimum) }
      return (await api.goods.saveItem(item as NewItem)).id
    },
    send() {
      const { id } = this.data
      const { quantity, expiresOn, place, from } = this.data.draft
      run(this, async () => {
        const item = await this.kind()
        const batch = { id, item, quantity: numberFrom(quantity), place, from, ...(expiresOn && { expiresOn }) }
        this.setData({ done: await api.goods.putIn(batch), chosen: item })
        wx.pageScrollTo({ scrollTop: 0 })
      })
    },
    /** The place and the source are often the same for what comes next. */
    again() {
      const { place, from } = this.data.draft
      const fresh = { chosen: '', category: '', known: [], next: undefined, item: undefined, unitAt: -1 }
      this.setData({ ...fresh, done: undefined, id: newId(), draft: { ...blank(), place, from } })
    },
    look() {
      wx.redirectTo({ url: `/packages/charity/item/item?id=${this.data.chosen}` })
    },
  },
})

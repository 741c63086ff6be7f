// 财务台: what a charity's people write down, confirm and reverse, and when each campaign must be disclosed. Who wrote a gift down sees that
// somebody else confirms it; several are confirmed at once, and each is judged by itself.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State, turnTo } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Page = Awaited<ReturnType<Call<Api['giving']['desk']>>>
const sections = [
  { key: 'record', label: '待登记', empty: '没有等着登记的认捐' },
  { key: 'confirm', label: '待复核', empty: '没有等着复核的到账' },
  { key: 'reverse', label: '待冲正', empty: '没有等着复核的冲正' },
  { key: 'campaigns', label: '募集与公开', empty: '没有正在进行的募集' },
] as const
type Section = (typeof sections)[number]['key']
/** The likely next step of each queue, by the name the server knows it under. */
const steps = {
  record: [
    { action: 'record', label: '登记到账', danger: false },
    { action: 'void', label: '作废', danger: true },
  ],
  confirm: [{ action: 'sendBack', label: '退回重新登记', danger: true }],
  reverse: [],
  campaigns: [],
} as const

Component({
  data: {
    style: pageStyle(),
    sections,
    section: 'record' as Section,
    steps: steps.record as readonly { action: string; label: string; danger: boolean }[],
    empty: sections[0].empty as string,
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    gifts: [] as Page['gifts'],
    campaigns: [] as Page['campaigns'],
    next: undefined as Page['next'],
    more: false,
    selected: {} as Record<string, boolean>,
    selectedCount: 0,
    /** Kept until there is an answer: pressing again after a lost one confirms once. */
    request: '',
    failed: [] as { id: string; title: string; message: string }[],
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    onLoad({ section }: { section?: Section }) {
      const known = sections.find(({ key }) => key === section)
      if (known) this.setData({ section: known.key, empty: known.empty, steps: steps[known.key] })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    reload() {
      return load(this, async () => {
        const { section } = this.data
        const page = await api.giving.desk({ section })
        return { ...page, next: page.next, more: false, selected: {}, selectedCount: 0 }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more, gifts, campaigns, section } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await api.giving.desk({ section, after: next })
        return {
          gifts: [...gifts, ...page.gifts],
          campaigns: [...campaigns, ...page.campaigns],
          next: page.next,
          more: false,
        }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      const section = event.currentTarget.dataset.key as Section
      const { empty } = sections.find(({ key }) => key === section) ?? sections[0]
      const fresh = { gifts: [], campaigns: [], next: undefined, failed: [], selected: {}, selectedCount: 0 }
      turnTo(this, { ...fresh, section, empty, steps: steps[section] })
      this.reload()
    },
    open(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/pages/matter/matter?id=${event.currentTarget.dataset.id}` })
    },
    step(event: WechatMiniprogram.TouchEvent) {
      const { id, action, version } = event.currentTarget.dataset as { id: string; action: string; version: number }
      wx.navigateTo({ url: `/pages/act/act?id=${id}&action=${action}&version=${version}` })
    },
    select(event: WechatMiniprogram.TouchEvent) {
      const id = event.currentTarget.dataset.id as string
      const selected = { ...this.data.selected, [id]: !this.data.selected[id] }
      const selectedCount = Object.values(selected).filter(Boolean).length
      this.setData({ selected, selectedCount, request: '' })
    },
    confirmSelected() {
      const chosen = this.data.gifts.filter(({ id }) => this.data.selected[id]).slice(0, 50)
      const request = this.data.request || newId()
      this.setData({ request })
      run(this, async () => {
        const items = chosen.map(({ id, version }) => ({ id, version }))
        const { done, failed } = await api.giving.confirm({ request, items })
        const titleOf = (id: string) => chosen.find((gift) => gift.id === id)?.title ?? ''
        this.setData({ request: '', failed: failed.map((one) => ({ ...one, title: titleOf(one.id) })) })
        wx.showToast({ title: `已复核 ${done.length} 笔`, icon: 'none' })
        await this.reload()
      })
    },
  },
})

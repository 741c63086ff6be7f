// One matter: what it is, how far it is, who does what, and the buttons the server sends. The page knows no rule.
import type { Api, Call } from '../../../cloudfunctions/api/index'
import { api } from '../../lib/api'
import { newId } from '../../lib/ids'
import { load, run, type State } from '../../lib/screen'
import { pageStyle } from '../../lib/session'

type View = Awaited<ReturnType<Call<Api['matters']['get']>>>
type Button = View['buttons'][number]
const sheNames: Record<string, string> = {
  community: '社区',
  organisation: '社会组织',
  socialWork: '社工',
  volunteer: '志愿者',
  charity: '慈善资源',
  partner: '共建单位',
  government: '街道',
}

/** Where a kind's own pages are, by the names the server offers them under. */
const pageUrls: Record<string, string> = {
  shifts: '/packages/volunteer/activity/activity',
  activityDraft: '/packages/organiser/draft/draft',
  activityShifts: '/packages/organiser/shifts/shifts',
  activityPhotos: '/packages/organiser/photos/photos',
  fundDraft: '/packages/fund/found/found',
  fundDesk: '/packages/fund/desk/desk',
  fundAnswers: '/packages/fund/answers/answers',
  consent: '/packages/fund/consent/consent',
  receive: '/packages/charity/receive/receive',
  handing: '/packages/charity/handing/handing',
  counting: '/packages/charity/counting/counting',
  stockItem: '/packages/charity/item/item',
  campaignDraft: '/packages/charity/draft/draft',
  platformReport: '/packages/charity/report/report',
  staffBook: '/packages/charity/ledger/ledger',
}
const giving = '/packages/giving'
const chain = { label: '从需要到感谢', url: `${giving}/chain/chain` }
/** What stands beside the record of a matter: its public page, or the way from need to thanks it is part of. */
const ways: Record<string, { label: string; url: string }> = {
  campaign: { label: '募集公示页', url: `${giving}/campaign/campaign` },
  fund: { label: '基金公示页', url: `${giving}/fund/fund` },
  allocation: { label: '用款经过', url: '/packages/fund/use/use' },
  pledge: { label: '这笔捐赠的去向', url: `${giving}/gift/gift` },
  need: chain,
  wish: chain,
  offer: chain,
  handover: chain,
}

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    view: undefined as View | undefined,
    main: undefined as Button | undefined,
    others: [] as Button[],
    shared: [] as Button[],
    unfolded: false,
    sheNames,
    ways,
    phone: '',
    request: '',
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    /** The page is shown next, and fetches then. */
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    reload() {
      return load(this, async () => this.shown(await api.matters.get({ id: this.data.id })))
    },
    onPullDownRefresh() {
      this.reload()
    },
    shown(view: View) {
      // An answer that was asked for before the last step does not undo what the person has just seen.
      if (view.id === this.data.view?.id && view.version < this.data.view.version) return {}
      const main = view.buttons.find(({ tone }) => tone === 'main')
      const rest = view.buttons.filter((button) => button !== main)
      return { view, main, others: rest.filter(({ shared }) => !shared), shared: rest.filter(({ shared }) => shared) }
    },
    press(event: WechatMiniprogram.TouchEvent) {
      const button = event.currentTarget.dataset.button as Button
      const { view } = this.data
      if (!view) return
      if (button.form) {
        wx.navigateTo({ url: `/pages/act/act?id=${view.id}&action=${button.action}&version=${view.version}` })
        return
      }
      this.confirmed(button, view)
    },
    async confirmed(button: Button, view: View) {
      if (button.tone === 'danger') {
        const { confirm } = await wx.showModal({
          title: button.label,
          content: '确定要这样做吗',
          confirmText: '确定',
          cancelText: '再想想',
        })
        if (!confirm) return
      }
      // The id is kept until there is an answer: pressing again after a lost one does it once.
      const request = this.data.request || newId()
      this.setData({ request })
      await run(this, async () => {
        const next = await api.matters.act({ id: view.id, version: view.version, action: button.action, request })
        this.setData({ ...this.shown(next), request: '' })
        wx.showToast({ title: next.statusText, icon: 'none' })
      })
    },
    unfold() {
      this.setData({ unfolded: !this.data.unfolded })
    },
    page(event: WechatMiniprogram.TouchEvent) {
      const { page, query } = event.currentTarget.dataset.to as View['pages'][number]
      const parts = Object.entries(query ?? { id: this.data.id }).map(([name, value]) => `${name}=${value}`)
      wx.navigateTo({ url: `${pageUrls[page]}?${parts.join('&')}` })
    },
    talk() {
      wx.navigateTo({ url: `/pages/act/act?id=${this.data.id}&action=say&version=${this.data.view?.version}` })
    },
    along() {
      const { view, id } = this.data
      wx.navigateTo({ url: `${ways[view?.kind ?? '']?.url}?id=${id}` })
    },
    uses() {
      wx.navigateTo({ url: `/packages/street/uses/uses?id=${this.data.id}` })
    },
    support() {
      run(this, async () => {
        const view = await api.needs.support({ id: this.data.id })
        this.setData(this.shown(view))
        wx.showToast({ title: '已支持', icon: 'none' })
      })
    },
    async contact() {
      const { confirm, content } = await wx.showModal({
        title: '查看电话的理由',
        content: '',
        editable: true,
        placeholderText: '例如：上门前与居民约时间',
        confirmText: '查看',
      })
      if (!confirm) return
      run(this, async () => {
        const { phone, name } = await api.people.contact({ id: this.data.id, reason: content ?? '' })
        if (!phone) {
          wx.showToast({ title: `${name}没有留电话`, icon: 'none' })
          return
        }
        this.setData({ phone })
      })
    },
    call() {
      wx.makePhoneCall({ phoneNumber: this.data.phone })
    },
    look(event: WechatMiniprogram.TouchEvent) {
      wx.previewImage({ current: event.currentTarget.dataset.url as string, urls: this.data.view?.photos ?? [] })
    },
    follow() {
      wx.navigateTo({ url: `/pages/matter/matter?id=${this.data.view?.link?.id}` })
    },
    onShareAppMessage() {
      const { view } = this.data
      return { title: view?.title ?? '五社', path: `/pages/matter/matter?id=${this.data.id}` }
    },
  },
})

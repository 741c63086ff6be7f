// One small wish: what it is, what it may cost, and the buttons the server sends. Whom it is for stands nowhere.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type View = Awaited<ReturnType<Call<Api['matters']['get']>>>
type Button = View['buttons'][number]

Component({
  data: {
    style: pageStyle(),
    id: '',
    request: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    view: undefined as View | undefined,
    main: undefined as Button | undefined,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    reload() {
      return load(this, async () => this.shown(await api.matters.get({ id: this.data.id })))
    },
    onPullDownRefresh() {
      this.reload()
    },
    shown: (view: View) => ({ view, main: view.buttons.find(({ tone }) => tone === 'main') }),
    press() {
      const { view, main } = this.data
      if (!view || !main) return
      if (main.form) {
        wx.navigateTo({ url: `/pages/act/act?id=${view.id}&action=${main.action}&version=${view.version}` })
        return
      }
      const request = this.data.request || newId()
      this.setData({ request })
      run(this, async () => {
        const next = await api.matters.act({ id: view.id, version: view.version, action: main.action, request })
        this.setData({ ...this.shown(next), request: '' })
        wx.showToast({ title: next.statusText, icon: 'none' })
      })
    },
    record() {
      wx.navigateTo({ url: `/pages/matter/matter?id=${this.data.id}` })
    },
    chain() {
      wx.navigateTo({ url: `/packages/giving/chain/chain?id=${this.data.id}` })
    },
    onShareAppMessage() {
      const { view, id } = this.data
      return { title: `微心愿：${view?.title ?? ''}`, path: `/packages/giving/wish/wish?id=${id}` }
    },
  },
})

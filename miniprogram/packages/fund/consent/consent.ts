// 征求您的意见: a donor reads what is asked, what each answer means and what silence means, and answers; none of the three stands before the others.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Consent = Awaited<ReturnType<Call<Api['funds']['consent']>>>

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    consent: undefined as Consent | undefined,
    chosen: '',
    /** Kept until there is an answer: pressing again after a lost one answers once. */
    request: '',
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
    onPullDownRefresh() {
      this.reload()
    },
    reload() {
      return load(this, async () => {
        const consent = await api.funds.consent({ id: this.data.id })
        return { consent, chosen: consent.answers.find(({ chosen }) => chosen)?.action ?? '' }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      if (!this.data.consent?.open) return
      this.setData({ chosen: event.currentTarget.dataset.action as string, request: '' })
    },
    send() {
      const { id, consent, chosen: action } = this.data
      const answer = consent?.answers.find((one) => one.action === action)
      if (!consent || !answer || answer.chosen) {
        wx.showToast({ title: answer ? '您已经这样答复' : '请先选择一种答复', icon: 'none' })
        return
      }
      const request = this.data.request || newId()
      this.setData({ request })
      run(this, async () => {
        await api.matters.act({ id, version: consent.version, action, request })
        this.setData({ request: '' })
        wx.showToast({ title: '已记下，截止前可以改', icon: 'none' })
        await this.reload()
      })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
  },
})

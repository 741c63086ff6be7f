// 我的: who I am here, large print, messages, my data, and the way to the desk for those who hold a post.
import { api } from '../../lib/api'
import { load, run, type State } from '../../lib/screen'
import { isLargePrint, type Me, pageStyle, remember, setLargePrint, whoAmI } from '../../lib/session'

const volunteeringParts = ['profile', 'records', 'balance', 'points'] as const

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    me: undefined as Me | undefined,
    large: isLargePrint(),
    busy: false,
    exported: '',
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle(), large: isLargePrint() })
      this.reload()
    },
  },
  methods: {
    reload() {
      return load(this, async () => ({ me: await whoAmI(true) }))
    },
    onPullDownRefresh() {
      this.reload()
    },
    enlarge(event: WechatMiniprogram.SwitchChange) {
      setLargePrint(event.detail.value)
      this.setData({ large: event.detail.value, style: pageStyle() })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: event.currentTarget.dataset.url as string })
    },
    async removePhone() {
      const { confirm } = await wx.showModal({
        title: '删除手机号',
        content: '删除后，经办人无法打电话联系您，办理照常进行。',
        confirmText: '删除',
        cancelText: '保留',
      })
      if (confirm) run(this, async () => this.saved(await api.people.setPhone({ phone: null })))
    },
    saved(me: Me) {
      remember(me)
      this.setData({ me })
    },
    myData() {
      run(this, async () => {
        const [own, views, ...volunteering] = await Promise.all([
          api.people.myData({ part: 'own' }),
          api.people.myData({ part: 'views' }),
          ...volunteeringParts.map((part) => api.volunteers.myData({ part })),
        ])
        // What is entered at this very moment is told by two parts, and shown once.
        const lines = new Map(volunteering.flatMap((told) => told.lines).map(({ id, text }) => [id, text]))
        this.setData({ exported: [own.text, views.text, ...lines.values()].filter(Boolean).join('\n') })
      })
    },
    copyCode() {
      wx.setClipboardData({ data: this.data.me?.code ?? '' })
    },
    copy() {
      wx.setClipboardData({ data: this.data.exported })
    },
    async close() {
      const { confirm, content } = await wx.showModal({
        title: '注销账号',
        content: '',
        editable: true,
        placeholderText: '请输入“注销”两个字',
        confirmText: '注销',
        cancelText: '取消',
      })
      if (!confirm) return
      run(this, async () => {
        await api.people.close({ sure: content as '注销' })
        wx.clearStorageSync()
        this.saved(await whoAmI(true))
        wx.showToast({ title: '账号已注销', icon: 'none' })
      })
    },
  },
})

// 登记志愿队: name, purpose and how the leader is called; the community files it. The draft stays on the phone until it is sent.
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

const blank = () => ({ id: newId(), title: '', words: '', name: '' })
type Draft = ReturnType<typeof blank>
const key = 'draft:team'

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
    draft: blank(),
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
        const me = await whoAmI()
        const draft = (wx.getStorageSync(key) as Draft | '') || { ...blank(), name: me.name }
        return { area: me.community ?? '', areaName: me.communityName ?? '', draft }
      })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [`draft.${event.currentTarget.dataset.name}`]: event.detail.value })
      wx.setStorageSync(key, this.data.draft)
    },
    send() {
      const { area, draft } = this.data
      if (!area) {
        wx.navigateTo({ url: '/pages/register/register' })
        return
      }
      run(this, async () => {
        const view = await api.volunteers.registerTeam({ area, ...draft })
        wx.removeStorageSync(key)
        wx.showToast({ title: view.statusText, icon: 'none' })
        wx.redirectTo({ url: `/pages/matter/matter?id=${view.id}` })
      })
    },
  },
})

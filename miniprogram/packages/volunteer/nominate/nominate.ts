// 推荐邻居: an honour for somebody who has given their code; nothing is public before they agree. The draft stays on the phone until it is sent.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Options = Awaited<ReturnType<Call<Api['volunteers']['options']>>>
const blank = () => ({ id: newId(), award: '', code: '', words: '' })
type Draft = ReturnType<typeof blank>
const key = 'draft:nominate'

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    awards: [] as Options['awards'],
    draft: blank(),
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const { awards } = await api.volunteers.options({})
        return { awards, draft: (wx.getStorageSync(key) as Draft | '') || blank() }
      })
    },
    keep(name: string, value: string) {
      this.setData({ [`draft.${name}`]: value })
      wx.setStorageSync(key, this.data.draft)
    },
    write(event: WechatMiniprogram.Input) {
      this.keep(event.currentTarget.dataset.name as string, event.detail.value)
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      this.keep('award', event.currentTarget.dataset.value as string)
    },
    send() {
      const { award, ...draft } = this.data.draft
      run(this, async () => {
        const view = await api.volunteers.nominate({ ...draft, award: award as 'neighbour' })
        wx.removeStorageSync(key)
        wx.showToast({ title: view.statusText, icon: 'none' })
        wx.redirectTo({ url: `/pages/matter/matter?id=${view.id}` })
      })
    },
  },
})

// 申请更正: what a record should say, and why; the community answers within five working days.
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { run } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

Component({
  data: {
    style: pageStyle(),
    busy: false,
    errors: {} as Record<string, string>,
    /** Kept until there is an answer: sending again asks once. */
    id: newId(),
    record: '',
    title: '',
    was: '',
    minutes: '',
    words: '',
  },
  methods: {
    onLoad({ record, title, minutes }: { record: string; title?: string; minutes?: string }) {
      this.setData({ id: newId(), record, title: title ? decodeURIComponent(title) : '', was: minutes ?? '' })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    records() {
      if (getCurrentPages().length > 1) wx.navigateBack()
      else wx.redirectTo({ url: '/packages/volunteer/record/record' })
    },
    send() {
      const { id, record, minutes, words } = this.data
      run(this, async () => {
        const asked = minutes === '' ? Number.NaN : Number(minutes)
        const view = await api.volunteers.askCorrection({ id, record, minutes: asked, words })
        wx.showToast({ title: '已提交', icon: 'none' })
        wx.redirectTo({ url: `/pages/matter/matter?id=${view.id}` })
      })
    },
  },
})

// 纸质签到码: the two codes to print and hang up, for places without a network or a second phone. They never change, so a scan of one waits
// for the organiser.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Code = Awaited<ReturnType<Call<Api['volunteers']['printed']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    id: '',
    codes: [] as (Code & { direction: string; label: string; hint: string })[],
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
      return this.reload()
    },
    reload() {
      const { id } = this.data
      return load(this, async () => {
        const [come, go] = await Promise.all([
          api.volunteers.printed({ id, direction: 'in' }),
          api.volunteers.printed({ id, direction: 'out' }),
        ])
        return {
          codes: [
            { ...come, direction: 'in', label: '签到', hint: '到场时扫' },
            { ...go, direction: 'out', label: '签退', hint: '离开时扫' },
          ],
        }
      })
    },
    async save(event: WechatMiniprogram.TouchEvent) {
      const direction = event.currentTarget.dataset.direction as string
      const code = this.data.codes.find((one) => one.direction === direction)
      if (!code) return
      const filePath = `${wx.env.USER_DATA_PATH}/${code.label}-${this.data.id}.gif`
      const saved = await new Promise<boolean>((resolve) => {
        wx.getFileSystemManager().writeFile({
          filePath,
          data: code.image.slice(code.image.indexOf(',') + 1),
          encoding: 'base64',
          success: () =>
            wx.saveImageToPhotosAlbum({ filePath, success: () => resolve(true), fail: () => resolve(false) }),
          fail: () => resolve(false),
        })
      })
      wx.showToast({ title: saved ? '已存到相册' : '没有存上，可以长按图片保存', icon: 'none', duration: 2500 })
    },
  },
})

// 现场照片: pictures of the day, added to the activity; neighbours see them once they have been checked.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { choosePhotos, storePhotos } from '../../../lib/photos'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type View = Awaited<ReturnType<Call<Api['matters']['get']>>>
const mostAtOnce = 6

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    id: '',
    title: '',
    version: 0,
    photos: [] as string[],
    mayAdd: false,
    checking: false,
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
      return this.reload()
    },
    reload() {
      return load(this, async () => this.shown(await api.matters.get({ id: this.data.id })))
    },
    shown({ title, version, photos, pages, checking }: View) {
      return { title, version, photos, checking, mayAdd: pages.some(({ page }) => page === 'activityPhotos') }
    },
    async add() {
      const paths = await choosePhotos(mostAtOnce)
      if (!paths.length) return
      const { id, version } = this.data
      run(this, async () => {
        const photos = await storePhotos(paths)
        if (!photos.length) return
        const view = await api.matters.act({ id, version, action: 'addPhotos', request: newId(), patch: { photos } })
        this.setData(this.shown(view))
        wx.showToast({ title: `已上传 ${photos.length} 张`, icon: 'none' })
      })
    },
    look(event: WechatMiniprogram.TouchEvent) {
      wx.previewImage({ current: event.currentTarget.dataset.url as string, urls: this.data.photos })
    },
  },
})

// 答复模板: the sentences a community answers with often.
import { api } from '../../../lib/api'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    area: '',
    texts: [] as string[],
    fresh: '',
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const me = await whoAmI()
        const area = me.posts.find(({ role }) => role === 'clerk')?.area ?? ''
        return { area, texts: (await api.templates.list({ area })).texts }
      })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ fresh: event.detail.value })
    },
    save(texts: string[]) {
      return run(this, async () => {
        const saved = await api.templates.save({ area: this.data.area, texts })
        this.setData({ texts: saved.texts, fresh: '' })
        wx.showToast({ title: '已保存', icon: 'none' })
      })
    },
    add() {
      this.save([this.data.fresh, ...this.data.texts])
    },
    remove(event: WechatMiniprogram.TouchEvent) {
      const at = event.currentTarget.dataset.at as number
      this.save(this.data.texts.filter((_, place) => place !== at))
    },
  },
})

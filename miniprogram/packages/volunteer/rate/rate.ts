// 评价活动: stars and a few words about one shift, once, after its hours are confirmed.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type View = Awaited<ReturnType<Call<Api['volunteers']['shift']>>>
const fields = [
  { name: 'stars', label: '这次活动怎么样', kind: 'stars', required: true },
  { name: 'words', label: '想说的话', kind: 'long', max: 200, placeholder: '安排、指导、安全，哪里好，哪里可以更好' },
]

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    fields,
    view: undefined as View | undefined,
    values: { words: '' } as { stars?: number; words: string },
    request: newId(),
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id, request: newId() })
      return this.reload()
    },
    reload() {
      return load(this, async () => ({ view: await api.volunteers.shift({ id: this.data.id }) }))
    },
    change(event: WechatMiniprogram.CustomEvent<{ name: string; value: unknown }>) {
      this.setData({ [`values.${event.detail.name}`]: event.detail.value })
    },
    send() {
      const { id, values, request } = this.data
      run(this, async () => {
        await api.volunteers.rate({ id, request, stars: values.stars as number, words: values.words })
        wx.showToast({ title: '谢谢您的评价', icon: 'none' })
        await this.reload()
      })
    },
  },
})

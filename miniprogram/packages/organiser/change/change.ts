// 修改班次: a shift's time, place and number. Whoever has a place is asked whether they stay when time or place change.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { clockOf, onOf, timeOn } from '../lib/times'

type Shift = Awaited<ReturnType<Call<Api['volunteers']['shift']>>>

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    id: '',
    request: newId(),
    title: '',
    taken: 0,
    on: '',
    from: '',
    to: '',
    place: '',
    capacity: '',
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
      return this.reload()
    },
    reload() {
      return load(this, async () => this.shown(await api.volunteers.shift({ id: this.data.id })))
    },
    shown: ({ title, post, startsAt, endsAt, place, capacity, taken }: Shift) => ({
      title: `${title} · ${post}`,
      taken,
      on: onOf(startsAt),
      from: clockOf(startsAt),
      to: clockOf(endsAt),
      place,
      capacity: String(capacity),
    }),
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    save() {
      const { id, request, on, from, to, place, capacity } = this.data
      run(this, async () => {
        await api.volunteers.editShift({ id, request, ...timeOn(on, from, to), place, capacity: Number(capacity) })
        wx.showToast({ title: '已修改', icon: 'none' })
        if (getCurrentPages().length > 1) wx.navigateBack()
        else wx.redirectTo({ url: `/packages/organiser/day/day?id=${id}` })
      })
    },
  },
})

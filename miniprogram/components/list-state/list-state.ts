// The states around a list: a skeleton of its shape, an empty sentence with a way on, an error with a retry or, where nothing is there, with a
// way on, the end.
import { goOn, type Onward, onwardFrom } from '../../lib/onward'

Component({
  options: { multipleSlots: false },
  properties: {
    state: { type: String, value: 'loading' },
    failure: String,
    /** The number of a defect; NOT_REGISTERED and MISSING: trying again is of no use, and there is a way on. */
    failureRef: String,
    count: Number,
    empty: { type: String, value: '这里还没有内容' },
    way: String,
    ended: Boolean,
    more: Boolean,
  },
  data: { onward: null as Onward | null },
  observers: {
    failureRef(ref: string) {
      if (ref === 'MISSING') this.setData({ onward: onwardFrom(getCurrentPages().at(-1)?.route ?? '') ?? null })
    },
  },
  methods: {
    retry() {
      this.triggerEvent('retry')
    },
    register() {
      wx.navigateTo({ url: '/pages/register/register' })
    },
    onward() {
      goOn(this.data.onward?.url)
    },
    home() {
      goOn()
    },
    go() {
      this.triggerEvent('go')
    },
  },
})

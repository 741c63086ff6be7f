// The states around a list: a skeleton of its shape, an empty sentence with a way on, an error with its number and a retry, the end.
Component({
  options: { multipleSlots: false },
  properties: {
    state: { type: String, value: 'loading' },
    failure: String,
    /** The number of a defect; NOT_REGISTERED: there is a way on. */
    failureRef: String,
    count: Number,
    empty: { type: String, value: '这里还没有内容' },
    way: String,
    ended: Boolean,
    more: Boolean,
  },
  methods: {
    retry() {
      this.triggerEvent('retry')
    },
    register() {
      wx.navigateTo({ url: '/pages/register/register' })
    },
    go() {
      this.triggerEvent('go')
    },
  },
})

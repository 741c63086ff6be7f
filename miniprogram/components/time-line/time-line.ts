// The log of a matter as people read it, newest first; the full time on tap.
Component({
  properties: { items: { type: Array, value: [] } },
  data: { full: -1 },
  methods: {
    toggle(event: WechatMiniprogram.TouchEvent) {
      const n = event.currentTarget.dataset.n as number
      this.setData({ full: this.data.full === n ? -1 : n })
    },
  },
})

Component({
  options: { multipleSlots: true },
  properties: { start: Number },
  data: { n: 0, doubled: 0 },
  observers: {
    n(n: number) {
      this.setData({ doubled: n * 2 })
    },
  },
  lifetimes: {
    attached() {
      this.setData({ n: this.data.start })
    },
  },
  methods: {
    more() {
      this.setData({ n: this.data.n + 1 })
      this.triggerEvent('more', { n: this.data.n })
    },
  },
})

Component({
  data: { name: '' },
  methods: {
    onLoad({ name }: { name: string }) {
      this.setData({ name })
      wx.setNavigationBarTitle({ title: name })
    },
  },
})

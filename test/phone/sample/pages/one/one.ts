Component({
  data: { told: 0, taps: 0, dark: '', person: '' },
  methods: {
    onLoad() {
      this.setData({ person: (wx.getStorageSync('name') as string) || '无名' })
    },
    told(event: WechatMiniprogram.CustomEvent<{ n: number }>) {
      this.setData({ told: event.detail.n })
    },
    tap() {
      this.setData({ taps: this.data.taps + 1 })
    },
    go() {
      wx.navigateTo({ url: '/package/three/three?name=%E5%BC%A0%E4%B8%89' })
    },
    keep() {
      wx.setStorageSync('name', '阿梅')
    },
  },
})

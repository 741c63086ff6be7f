Component({
  data: { kinds: ['早', '中', '晚'], kind: 0, sent: '' },
  methods: {
    choose(event: WechatMiniprogram.PickerChange) {
      this.setData({ kind: Number(event.detail.value) })
    },
    send(event: WechatMiniprogram.FormSubmit) {
      this.setData({ sent: JSON.stringify(event.detail.value) })
    },
  },
})

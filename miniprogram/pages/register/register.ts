// Choosing one's building and agreeing to the privacy words, for exactly the fields asked here.
import { api } from '../../lib/api'
import { load, run, type State } from '../../lib/screen'
import { type Me, pageStyle, remember, whoAmI } from '../../lib/session'

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    street: '',
    building: '',
    name: '',
    phone: '',
    agreed: false,
    words: '',
    /** For whoever is new here: where to go first with what they did before. */
    joinHint: '',
    version: 1,
    busy: false,
    errors: {} as Record<string, string>,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const me: Me = await whoAmI()
        const street = me.street ?? (await api.areas.streets({})).streets[0]?.path ?? ''
        return {
          street,
          building: me.building ?? '',
          name: me.name,
          words: me.privacy.words,
          joinHint: me.registered ? '' : (me.joinHint ?? ''),
          version: me.privacy.version,
          agreed: false,
        }
      })
    },
    place(event: WechatMiniprogram.CustomEvent<{ value: string; whole: boolean }>) {
      this.setData({ building: event.detail.whole ? event.detail.value : '' })
    },
    writeName(event: WechatMiniprogram.Input) {
      this.setData({ name: event.detail.value })
    },
    writePhone(event: WechatMiniprogram.Input) {
      this.setData({ phone: event.detail.value })
    },
    agree() {
      this.setData({ agreed: !this.data.agreed })
    },
    send() {
      const { building, name, phone, agreed, version } = this.data
      run(this, async () => {
        // Not agreed to is no version: one answer names all that is missing.
        const privacyVersion = (agreed ? version : 0) as 1
        remember(await api.people.register({ building, name, ...(phone && { phone }), privacyVersion }))
        // What a guest looked at gives way to where the person lives.
        wx.removeStorageSync('place')
        wx.showToast({ title: '已登记', icon: 'none' })
        if (getCurrentPages().length > 1) wx.navigateBack()
        else wx.switchTab({ url: '/pages/home/home' })
      })
    },
  },
})

// 我要反映: one page; what, where, photos and how urgent are seen first, the rest is folded. The draft stays on the phone until it is sent.
import type { Api, Call } from '../../../cloudfunctions/api/index'
import { api } from '../../lib/api'
import { newId } from '../../lib/ids'
import { choosePhotos, storePhotos } from '../../lib/photos'
import { load, run, type State } from '../../lib/screen'
import { type Me, pageStyle, whoAmI } from '../../lib/session'
import { askToRemind } from '../../lib/templates'

type Similar = Awaited<ReturnType<Call<Api['needs']['similar']>>>
type Options = Awaited<ReturnType<Call<Api['needs']['options']>>>
type Sent = Awaited<ReturnType<Call<Api['needs']['submit']>>>

const blank = () => ({
  id: newId(),
  title: '',
  words: '',
  area: '',
  areaName: '',
  photos: [] as string[],
  category: '',
  urgency: 'normal',
  scope: 'collective',
  visibility: 'public',
  anonymous: false,
  proxyName: '',
  proxyConsent: '',
})
type Draft = ReturnType<typeof blank>

let timer = 0

Component({
  properties: { proxy: String },
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    draft: blank(),
    options: {} as Options,
    categoryAt: -1,
    street: '',
    similar: [] as Similar['cards'],
    unfolded: false,
    errors: {} as Record<string, string>,
    busy: false,
    uploading: false,
    sent: undefined as Sent | undefined,
    reminded: false,
    asProxy: false,
    emergency: '',
  },
  lifetimes: {
    detached() {
      clearTimeout(timer)
    },
  },
  methods: {
    onLoad(query: { proxy?: string }) {
      this.setData({ asProxy: query.proxy === '1' })
      if (query.proxy === '1') wx.setNavigationBarTitle({ title: '代居民提交' })
      this.reload()
    },
    reload() {
      return load(this, async () => {
        const [me, options] = await Promise.all([whoAmI(), api.needs.options({})])
        const kept = wx.getStorageSync(this.draftKey()) as Draft | ''
        const draft = kept || { ...blank(), ...this.home(me) }
        return {
          options,
          emergency: me.emergency?.text ?? '',
          draft,
          street: me.street ?? (await api.areas.streets({})).streets[0]?.path ?? '',
          ...this.chosen(draft, options),
        }
      })
    },
    draftKey(): string {
      return this.data.asProxy ? 'draft:proxy' : 'draft'
    },
    home(me: Me) {
      if (this.data.asProxy) return { area: me.posts.find(({ area }) => area)?.area ?? '', areaName: '' }
      return { area: me.building ?? '', areaName: me.buildingName ?? '' }
    },
    chosen(draft: Draft, options: Options) {
      return { categoryAt: options.categories.findIndex(({ value }) => value === draft.category) }
    },
    keep(change: Partial<Draft>) {
      const draft = { ...this.data.draft, ...change }
      const paths = Object.fromEntries(Object.entries(change).map(([name, value]) => [`draft.${name}`, value]))
      this.setData(paths)
      wx.setStorageSync(this.draftKey(), draft)
    },
    write(event: WechatMiniprogram.Input) {
      const name = event.currentTarget.dataset.name as keyof Draft
      this.keep({ [name]: event.detail.value })
      if (name === 'title') this.look()
    },
    /** Similar needs while the title is being written; half a second after the last letter. */
    look() {
      clearTimeout(timer)
      timer = setTimeout(async () => {
        const { title, area, category } = this.data.draft
        if (title.length < 2 || !area) return
        const found = await api.needs.similar({ title, area }).catch(() => undefined)
        if (!found) return
        this.setData({ similar: found.cards })
        if (!category && found.category !== 'other') this.keep({ category: found.category })
        this.setData(this.chosen(this.data.draft, this.data.options))
      }, 500)
    },
    place(event: WechatMiniprogram.CustomEvent<{ value: string; name: string }>) {
      this.keep({ area: event.detail.value, areaName: event.detail.name })
      this.look()
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: keyof Draft; value: string }
      this.keep({ [name]: value })
    },
    pickCategory(event: WechatMiniprogram.PickerChange) {
      const categoryAt = Number(event.detail.value)
      this.setData({ categoryAt })
      this.keep({ category: this.data.options.categories[categoryAt]?.value ?? '' })
    },
    hide(event: WechatMiniprogram.SwitchChange) {
      this.keep({ anonymous: event.detail.value })
    },
    unfold() {
      this.setData({ unfolded: !this.data.unfolded })
    },
    async addPhotos() {
      if (this.data.uploading) return
      const { photos } = this.data.draft
      const chosen = await choosePhotos(6 - photos.length)
      if (!chosen.length) return
      this.setData({ uploading: true })
      const added = await storePhotos(chosen)
      this.setData({ uploading: false })
      this.keep({ photos: [...photos, ...added] })
    },
    removePhoto(event: WechatMiniprogram.TouchEvent) {
      const at = event.currentTarget.dataset.at as number
      this.keep({ photos: this.data.draft.photos.filter((_, place) => place !== at) })
    },
    openSimilar(event: WechatMiniprogram.CustomEvent<{ id: string }>) {
      wx.navigateTo({ url: `/pages/matter/matter?id=${event.detail.id}` })
    },
    send() {
      run(this, async () => {
        const me = await whoAmI()
        if (!me.registered) {
          wx.navigateTo({ url: '/pages/register/register' })
          return
        }
        const { proxyName, proxyConsent, areaName: _name, ...draft } = this.data.draft
        const category = (draft.category || 'other') as never
        const proxy = this.data.asProxy ? { onBehalfOf: { name: proxyName, consent: proxyConsent as never } } : {}
        const sent = await api.needs.submit({
          ...draft,
          category,
          urgency: draft.urgency as never,
          scope: draft.scope as never,
          visibility: draft.visibility as never,
          ...proxy,
        })
        wx.setStorageSync(this.draftKey(), '')
        this.setData({ sent })
        wx.pageScrollTo({ scrollTop: 0 })
      })
    },
    async remind() {
      const reminded = await askToRemind()
      this.setData({ reminded })
    },
    see() {
      wx.redirectTo({ url: `/pages/matter/matter?id=${this.data.sent?.id}` })
    },
    toHome() {
      wx.switchTab({ url: '/pages/home/home' })
    },
  },
})

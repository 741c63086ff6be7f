// 捐赠意向: goods, a venue, or a service, each with its own fields; the rest is the same for all. The draft stays on the phone until it is sent.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { choosePhotos, storePhotos } from '../../../lib/photos'
import { load, run, type State } from '../../../lib/screen'
import { type Place, pageStyle, placeOf, whoAmI } from '../../../lib/session'

type Options = Awaited<ReturnType<Call<Api['goods']['options']>>>
type Input = Parameters<Call<Api['goods']['offer']>>[0]
type Sent = Awaited<ReturnType<Call<Api['goods']['offer']>>>
type Type = 'goods' | 'venue' | 'service'

const blank = (type: Type) => ({
  /** Kept until there is an answer: sending again offers once. */
  id: newId(),
  type,
  words: '',
  photos: [] as string[],
  donorType: 'person',
  donorName: '',
  shownName: '',
  conditions: '',
  purpose: '',
  until: '',
  onlyFor: true,
  goods: { name: '', category: '', unit: '', quantity: '', condition: '', expiresOn: '', where: '' },
  venue: { place: '', times: '', capacity: '' },
  service: { skill: '', times: '', howMany: '' },
})
type Draft = ReturnType<typeof blank>
const keyOf = (type: Type): string => `draft:offer:${type}`
const numberFrom = (text: string): number => (text === '' ? Number.NaN : Number(text))
/** Only the part of the type that was chosen. */
const partOf = ({ type, goods, venue, service }: Draft) => {
  if (type === 'venue') return { venue: { ...venue, capacity: numberFrom(venue.capacity) } }
  if (type === 'service') return { service }
  const { expiresOn, quantity, ...rest } = goods
  return { goods: { ...rest, quantity: numberFrom(quantity), ...(expiresOn && { expiresOn }) } }
}

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    uploading: false,
    unfolded: false,
    errors: {} as Record<string, string>,
    options: undefined as Options | undefined,
    place: undefined as Place | undefined,
    isGuest: true,
    need: '',
    campaign: '',
    expires: false,
    isBody: false,
    unitAt: -1,
    draft: blank('goods'),
    sent: undefined as Sent | undefined,
  },
  methods: {
    onLoad({ type, need, campaign }: { type?: Type; need?: string; campaign?: string }) {
      const of = type === 'venue' || type === 'service' ? type : 'goods'
      this.setData({ need: need ?? '', campaign: campaign ?? '', draft: blank(of) })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const [options, me] = await Promise.all([api.goods.options({}), whoAmI()])
        const place = await placeOf(me)
        return { options, place, isGuest: !me.community, ...this.drawn(this.kept(this.data.draft.type), options) }
      })
    },
    kept: (type: Type): Draft => (wx.getStorageSync(keyOf(type)) as Draft | '') || blank(type),
    /** What follows from the choices made: whether a date is asked for, and whether a name. */
    drawn(draft: Draft, options?: Options) {
      const category = options?.categories.find(({ value }) => value === draft.goods.category)
      const donor = options?.donors.find(({ value }) => value === draft.donorType)
      return {
        draft,
        expires: category?.expires ?? false,
        isBody: donor?.isBody ?? false,
        unitAt: options?.units.indexOf(draft.goods.unit) ?? -1,
      }
    },
    keep(draft: Draft) {
      this.setData(this.drawn(draft, this.data.options as Options | undefined))
      wx.setStorageSync(keyOf(draft.type), draft)
    },
    /** `goods.name` is the name of the goods; `words` stands by itself. */
    set(name: string, value: unknown) {
      const draft = this.data.draft as Draft
      const [part, field] = name.split('.') as ['goods', 'name']
      this.keep(
        (field ? { ...draft, [part]: { ...draft[part], [field]: value } } : { ...draft, [part]: value }) as Draft,
      )
    },
    write(event: WechatMiniprogram.Input) {
      this.set(event.currentTarget.dataset.name as string, event.detail.value)
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      this.set(name, value)
    },
    pickUnit(event: WechatMiniprogram.PickerChange) {
      this.set('goods.unit', (this.data.options as Options | undefined)?.units[Number(event.detail.value)] ?? '')
    },
    date(event: WechatMiniprogram.PickerChange) {
      this.set(event.currentTarget.dataset.name as string, event.detail.value)
    },
    tie(event: WechatMiniprogram.SwitchChange) {
      this.set('onlyFor', event.detail.value)
    },
    changeType(event: WechatMiniprogram.TouchEvent) {
      const type = event.currentTarget.dataset.value as Type
      this.setData({ errors: {}, ...this.drawn(this.kept(type), this.data.options as Options | undefined) })
    },
    placed(event: WechatMiniprogram.CustomEvent<{ value: string; name: string }>) {
      const { place } = this.data
      if (place) this.setData({ place: { ...place, community: event.detail.value, name: event.detail.name } })
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
      this.set('photos', [...photos, ...added])
    },
    removePhoto(event: WechatMiniprogram.TouchEvent) {
      const at = event.currentTarget.dataset.at as number
      this.set(
        'photos',
        this.data.draft.photos.filter((_, index) => index !== at),
      )
    },
    send() {
      const { place, need, campaign } = this.data
      const draft = this.data.draft as Draft
      const { goods: _goods, venue: _venue, service: _service, until, onlyFor, ...rest } = draft
      run(this, async () => {
        const sent = await api.goods.offer({
          ...rest,
          ...partOf(draft),
          area: place?.community ?? '',
          ...(until && { until }),
          ...(need && { need }),
          ...(campaign && { campaign }),
          onlyFor,
        } as Input)
        wx.removeStorageSync(keyOf(draft.type))
        this.setData({ sent })
        wx.pageScrollTo({ scrollTop: 0 })
      })
    },
    look() {
      wx.redirectTo({ url: `/pages/matter/matter?id=${this.data.sent?.id}` })
    },
  },
})

// 设立社区基金: first what it is for and who hosts its money, then its committee, with what is still missing at the part it concerns. The draft
// of the first part stays on the phone.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle, placeOf, whoAmI } from '../../../lib/session'

type Form = Awaited<ReturnType<Call<Api['funds']['founding']>>>
type Fund = Awaited<ReturnType<Call<Api['funds']['fund']>>>
type Button = Fund['buttons'][number]
type Condition = Fund['conditions'][number]
const keptAs = 'draft:fund'
const blank = () => ({
  /** Kept until there is an answer: sending again founds one. */
  id: newId(),
  area: '',
  host: '',
  title: '',
  words: '',
  purpose: '',
  purposes: [] as string[],
})
type Draft = ReturnType<typeof blank>

/** Which steps stand at which part of the page. */
const partOf: Record<string, 'purpose' | 'members' | 'supervisors'> = {
  revise: 'purpose',
  seat: 'members',
  unseat: 'members',
  nameSupervisor: 'supervisors',
}
const buttonsAt = (buttons: readonly Button[], part: string) => buttons.filter(({ action }) => partOf[action] === part)
const conditionsAt = (conditions: readonly Condition[], part: string) =>
  conditions.filter(({ field }) => field === part)

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    id: '',
    form: undefined as Form | undefined,
    draft: blank(),
    fund: undefined as Fund | undefined,
    at: { purpose: [], members: [], supervisors: [] } as Record<string, Button[]>,
    needs: { host: [], members: [], supervisors: [] } as Record<string, Condition[]>,
    missing: 0,
    submit: undefined as Button | undefined,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      if (this.data.id) this.reload()
    },
  },
  methods: {
    onLoad({ id }: { id?: string }) {
      this.setData({ id: id ?? '' })
      // An opened fund is fetched when the page is shown.
      return id ? undefined : this.reload()
    },
    onPullDownRefresh() {
      this.reload()
    },
    reload() {
      return load(this, () => (this.data.id ? this.opened(this.data.id) : this.fresh()))
    },
    async fresh() {
      const place = await placeOf(await whoAmI())
      const form = await api.funds.founding({ street: place?.street ?? '' })
      const draft = { ...((wx.getStorageSync(keptAs) as Draft | '') || blank()) }
      const only = (options: { value: string }[]) => (options.length === 1 ? (options[0]?.value ?? '') : '')
      return { form, draft: { ...draft, area: draft.area || only(form.areas), host: draft.host || only(form.hosts) } }
    },
    async opened(id: string) {
      const fund = await api.funds.fund({ id })
      const { buttons, conditions } = fund
      return {
        fund,
        at: {
          purpose: buttonsAt(buttons, 'purpose'),
          members: buttonsAt(buttons, 'members'),
          supervisors: buttonsAt(buttons, 'supervisors'),
        },
        needs: {
          host: conditionsAt(conditions, 'host'),
          members: conditionsAt(conditions, 'members'),
          supervisors: conditionsAt(conditions, 'supervisors'),
        },
        missing: conditions.filter(({ isMet }) => !isMet).length,
        submit: buttons.find(({ action }) => action === 'submit'),
      }
    },
    keep(change: Partial<Draft>) {
      this.setData(Object.fromEntries(Object.entries(change).map(([name, value]) => [`draft.${name}`, value])))
      wx.setStorageSync(keptAs, this.data.draft)
    },
    write(event: WechatMiniprogram.Input) {
      this.keep({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      this.keep({ [name]: value })
    },
    toggle(event: WechatMiniprogram.TouchEvent) {
      const value = event.currentTarget.dataset.value as string
      const { purposes } = this.data.draft
      this.keep({ purposes: purposes.includes(value) ? purposes.filter((one) => one !== value) : [...purposes, value] })
    },
    save() {
      const { draft } = this.data
      run(this, async () => {
        await api.funds.found(draft as Parameters<typeof api.funds.found>[0])
        wx.removeStorageSync(keptAs)
        wx.redirectTo({ url: `/packages/fund/found/found?id=${draft.id}` })
      })
    },
    step(event: WechatMiniprogram.TouchEvent) {
      const { id, fund } = this.data
      const action = event.currentTarget.dataset.action as string
      wx.navigateTo({ url: `/pages/act/act?id=${id}&action=${action}&version=${fund?.version}` })
    },
    record() {
      wx.navigateTo({ url: `/pages/matter/matter?id=${this.data.id}` })
    },
  },
})

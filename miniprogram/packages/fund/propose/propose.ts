// 申请用款: how much, for which of the fund's purposes, to whom, for which need, and whether whoever asks has an interest in it. A round of
// 公益创投 is asked in the same way. The draft stays on the phone until it is sent.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Form = Awaited<ReturnType<Call<Api['funds']['proposing']>>>
type Input = Parameters<Call<Api['funds']['propose']>>[0]
type Need = { id: string; title: string }
/** Somebody who is not in the street's register. */
const firm = 'firm'
const blank = () => ({
  /** Kept until there is an answer: sending again asks once. */
  id: newId(),
  title: '',
  amount: '',
  purpose: '',
  payee: '',
  firm: '',
  firmCode: '',
  words: '',
  need: '',
  interest: '',
  interestWords: '',
})
type Draft = ReturnType<typeof blank>
const interests = [
  { value: 'no', label: '没有' },
  { value: 'yes', label: '有，我申报并回避' },
]

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    fund: '',
    campaign: '',
    round: '',
    form: undefined as Form | undefined,
    draft: blank(),
    firm,
    interests,
    needs: [{ id: '', title: '不关联' }] as Need[],
    needAt: 0,
  },
  methods: {
    onLoad({ fund, campaign, round, need }: { fund: string; campaign?: string; round?: string; need?: string }) {
      this.setData({ fund, campaign: campaign ?? '', round: round ?? '' })
      const kept = (wx.getStorageSync(this.keptAs()) as Draft | '') || blank()
      this.setData({ draft: { ...kept, need: need ?? kept.need } })
      if (round) wx.setNavigationBarTitle({ title: '申请公益创投' })
      return this.reload()
    },
    /** What is asked for: the fund, the campaign whose money it is, the round. */
    asked() {
      const { fund, campaign, round } = this.data
      return { fund, ...(campaign && { campaign }), ...(round && { round }) }
    },
    keptAs(): string {
      return `draft:${Object.values(this.asked()).join(':')}`
    },
    reload() {
      return load(this, async () => {
        const form = await api.funds.proposing(this.asked())
        const { cards } = form.may ? await api.needs.public({ area: form.area }) : { cards: [] }
        const needs = [{ id: '', title: '不关联' }, ...cards.map(({ id, title }) => ({ id, title }))]
        const { draft } = this.data
        const needAt = needs.findIndex(({ id }) => id === draft.need)
        const [only] = form.purposes
        const purpose = draft.purpose || (form.purposes.length === 1 ? (only?.value ?? '') : '')
        const payee = draft.payee || (form.ownOnly && form.payees.length === 1 ? (form.payees[0]?.value ?? '') : '')
        return { form, needs, needAt: Math.max(0, needAt), draft: { ...draft, purpose, payee } }
      })
    },
    keep(change: Partial<Draft>) {
      this.setData(Object.fromEntries(Object.entries(change).map(([name, value]) => [`draft.${name}`, value])))
      wx.setStorageSync(this.keptAs(), this.data.draft)
    },
    write(event: WechatMiniprogram.Input) {
      this.keep({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    pick(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      this.keep({ [name]: value })
    },
    pickNeed(event: WechatMiniprogram.PickerChange) {
      const needAt = Number(event.detail.value)
      this.setData({ needAt })
      this.keep({ need: this.data.needs[needAt]?.id ?? '' })
    },
    submit() {
      wx.navigateTo({ url: '/pages/submit/submit' })
    },
    send() {
      const {
        id,
        title,
        amount,
        purpose,
        payee,
        words,
        need,
        interest,
        interestWords,
        firm: name,
        firmCode,
      } = this.data.draft
      run(this, async () => {
        const view = await api.funds.propose({
          ...this.asked(),
          id,
          title,
          amount,
          purpose: purpose as Input['purpose'],
          payee: payee === firm ? { firm: name } : { body: payee },
          ...(payee === firm && firmCode && { payeeCode: firmCode }),
          words,
          ...(need && { need }),
          ...(interest === 'yes' && { interest: interestWords }),
        })
        wx.removeStorageSync(this.keptAs())
        wx.showToast({ title: view.statusText, icon: 'none' })
        wx.redirectTo({ url: `/packages/fund/use/use?id=${view.id}` })
      })
    },
  },
})

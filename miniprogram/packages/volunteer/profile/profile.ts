// 志愿者资料: the fields of 67号令 5, each with what it is for; all but the birth date may stay empty. The ID number is asked for apart.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type View = Awaited<ReturnType<Call<Api['volunteers']['profile']>>>
type Options = Awaited<ReturnType<Call<Api['volunteers']['options']>>>
type Input = Parameters<Call<Api['volunteers']['saveProfile']>>[0]
type Policy = { insurer: string; no: string; untilOn: string }
type Event = WechatMiniprogram.TouchEvent
const sexes = [
  { value: 'female', label: '女' },
  { value: 'male', label: '男' },
]
const usualTimes = ['工作日白天', '工作日晚上', '周末白天', '周末晚上', '节假日']
const noPolicy: Policy = { insurer: '', no: '', untilOn: '' }

const blank = {
  bornOn: '',
  sex: '',
  idNumber: '',
  home: '',
  contact: '',
  skills: [] as string[],
  otherSkills: '',
  services: '',
  languages: '',
  times: [] as string[],
  guardianName: '',
  guardianPhone: '',
  guardianConsents: false,
  policies: [] as Policy[],
}
type Draft = typeof blank

/** 照护、辅导: words between any of the usual separators. */
const wordsOf = (text: string): string[] => text.split(/[、，,;；\s]+/).filter(Boolean)
/** The last moment of a day in Shanghai, and the day of a moment. */
const endOf = (on: string): number => Date.parse(`${on}T23:59:00+08:00`)
const onOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

const draftOf = (view: View): Draft => ({
  ...blank,
  bornOn: view.bornOn,
  sex: view.sex ?? '',
  home: view.home ?? '',
  contact: view.contact ?? '',
  skills: view.skills,
  otherSkills: view.otherSkills,
  services: view.services.join('、'),
  languages: view.languages.join('、'),
  times: view.times,
  guardianName: view.guardian?.name ?? '',
  guardianPhone: view.guardian?.phone ?? '',
  guardianConsents: view.guardian !== undefined,
  policies: view.policies.map(({ insurer, no, until }) => ({ insurer, no, untilOn: onOf(until) })),
})

function inputOf(draft: Draft, idNumber: string | undefined): Input {
  const { guardianName, guardianPhone, guardianConsents, sex, home, contact, policies, ...rest } = draft
  const guardian = guardianName || guardianPhone
  return {
    ...rest,
    skills: draft.skills as Input['skills'],
    idNumber,
    ...(sex && { sex: sex as 'female' }),
    ...(home && { home }),
    ...(contact && { contact }),
    services: wordsOf(draft.services),
    languages: wordsOf(draft.languages),
    policies: policies.map(({ insurer, no, untilOn }) => ({ insurer, no, until: untilOn ? endOf(untilOn) : 0 })),
    ...(guardian && {
      guardian: { name: guardianName, phone: guardianPhone, consents: guardianConsents as true },
    }),
  }
}

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    view: undefined as View | undefined,
    skills: [] as Options['skills'],
    sexes,
    usualTimes,
    today: onOf(Date.now()),
    draft: blank,
    chosen: {} as Record<string, boolean>,
    withGuardian: false,
  },
  methods: {
    onLoad() {
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const [view, { skills }] = await Promise.all([api.volunteers.profile({}), api.volunteers.options({})])
        return { skills, ...this.shown(view) }
      })
    },
    shown(view: View) {
      const draft = draftOf(view)
      return { view, draft, chosen: this.marks(draft), withGuardian: view.guardian !== undefined }
    },
    marks: ({ skills, times }: Draft) => Object.fromEntries([...skills, ...times].map((one) => [one, true])),
    write(event: WechatMiniprogram.Input) {
      this.setData({ [`draft.${event.currentTarget.dataset.name}`]: event.detail.value })
    },
    date(event: WechatMiniprogram.PickerChange) {
      this.setData({ [`draft.${event.currentTarget.dataset.name}`]: event.detail.value })
    },
    pick(event: Event) {
      const { value } = event.currentTarget.dataset as { value: string }
      this.setData({ 'draft.sex': this.data.draft.sex === value ? '' : value })
    },
    toggle(event: Event) {
      const { name, value } = event.currentTarget.dataset as { name: 'skills' | 'times'; value: string }
      const before = this.data.draft[name]
      const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value]
      const draft = { ...this.data.draft, [name]: after }
      this.setData({ [`draft.${name}`]: after, chosen: this.marks(draft) })
    },
    guard() {
      this.setData({ withGuardian: !this.data.withGuardian })
    },
    consent() {
      this.setData({ 'draft.guardianConsents': !this.data.draft.guardianConsents })
    },
    addPolicy() {
      this.setData({ 'draft.policies': [...this.data.draft.policies, noPolicy] })
    },
    removePolicy(event: Event) {
      const at = event.currentTarget.dataset.at as number
      this.setData({ 'draft.policies': this.data.draft.policies.filter((_, place) => place !== at) })
    },
    async removeId() {
      const { confirm } = await wx.showModal({
        title: '删除证件号码',
        content: '删除后，导出和保险登记不再带有您的证件号码。',
        confirmText: '删除',
        cancelText: '保留',
      })
      if (confirm) this.keep('', false)
    },
    async save() {
      const { idNumber } = this.data.draft
      if (!idNumber) return this.keep(undefined, true)
      const { confirm } = await wx.showModal({
        title: '保存证件号码',
        content: '证件号码只用于开具证明、办理保险和按国家规定导出，加密保存，可以随时删除。您同意保存吗？',
        confirmText: '同意',
        cancelText: '不同意',
      })
      return confirm ? this.keep(idNumber.toUpperCase(), true) : undefined
    },
    keep(idNumber: string | undefined, leaves: boolean) {
      return run(this, async () => {
        const view = await api.volunteers.saveProfile(inputOf(this.data.draft, idNumber))
        this.setData(this.shown(view))
        wx.showToast({ title: '已保存', icon: 'none' })
        if (leaves && getCurrentPages().length > 1) wx.navigateBack()
      })
    },
  },
})

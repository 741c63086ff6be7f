// 现场名单: the organiser's day for one shift, for somebody standing in a yard with a phone: live counts, search, one tap to check in or out,
// several at once, a call with its reason, and the few things a day may need. Counts are asked for while the page is shown.
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { inTurn } from '../lib/turns'
import {
  chosen,
  countsOf,
  type Filter,
  filters,
  type Line,
  type Mark,
  markLabels,
  type Roster,
  type Row,
  rowOf,
} from './rows'

const everyMs = 5000
const rowsStep = 40
const mostAtOnce = 50
let timer = 0

Component({
  options: { pureDataPattern: /^_/ },
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    away: false,
    id: '',
    /** All lines; what the page draws of them is in `rows`. */
    _lines: [] as Line[],
    _stamp: '',
    /** Kept until it is answered: sending again does it once. */
    _request: { key: '', id: '' },
    view: undefined as Omit<Roster, 'lines'> | undefined,
    filters,
    numbers: {} as Record<Filter, number>,
    filter: 'all' as Filter,
    search: '',
    rows: [] as Row[],
    left: 0,
    shown: rowsStep,
    opened: '',
    log: [] as Line['log'],
    contact: undefined as { name: string; phone: string; guardian: string } | undefined,
    selecting: false,
    selected: {} as Record<string, boolean>,
    selectedCount: 0,
    /** Lines that are being marked. */
    sending: {} as Record<string, boolean>,
    marks: (Object.entries(markLabels) as [Mark, string][]).map(([what, label]) => ({ what, label })),
    tools: false,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      if (!this.data.id) return
      this.reload()
      clearInterval(timer)
      timer = setInterval(() => this.look(), everyMs)
    },
    hide() {
      clearInterval(timer)
    },
  },
  lifetimes: {
    detached() {
      clearInterval(timer)
    },
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
    },
    reload() {
      return load(this, async () => this.drawn(await api.volunteers.roster({ id: this.data.id })))
    },
    onPullDownRefresh() {
      this.reload()
    },
    /** The counts, and the roster when something on it has changed. */
    async look() {
      if (this.data.state !== 'ready' || this.data.busy) return
      const counts = await api.volunteers.counts({ id: this.data.id }).catch(() => undefined)
      if (!counts) {
        this.setData({ away: true })
        return
      }
      if (counts.stamp !== this.data._stamp) await this.reload()
      else if (this.data.view) this.setData({ view: { ...this.data.view, ...counts }, away: false })
    },
    drawn({ lines, ...view }: Roster) {
      this.setData({ _lines: lines, _stamp: view.stamp })
      return { view, numbers: countsOf(lines), away: false, ...this.page() }
    },
    page() {
      const { _lines, filter, search, shown, opened } = this.data
      const found = chosen(_lines, filter, search.trim())
      return {
        rows: found.slice(0, shown).map(rowOf),
        left: Math.max(0, found.length - shown),
        log: _lines.find(({ line }) => line === opened)?.log ?? [],
      }
    },
    redraw(change: Record<string, unknown>) {
      this.setData(change)
      this.setData(this.page())
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      this.redraw({ filter: event.currentTarget.dataset.key as Filter, shown: rowsStep })
    },
    find(event: WechatMiniprogram.Input) {
      this.redraw({ search: event.detail.value, shown: rowsStep })
    },
    more() {
      this.redraw({ shown: this.data.shown + rowsStep })
    },
    onReachBottom() {
      if (this.data.left) this.more()
    },
    tap(event: WechatMiniprogram.TouchEvent) {
      const line = event.currentTarget.dataset.line as string
      if (this.data.selecting) this.select(line)
      else this.redraw({ opened: this.data.opened === line ? '' : line, contact: undefined })
    },
    select(line: string) {
      const selected = { ...this.data.selected, [line]: !this.data.selected[line] }
      this.setData({ selected, selectedCount: Object.values(selected).filter(Boolean).length })
    },
    startSelecting() {
      this.setData({ selecting: !this.data.selecting, selected: {}, selectedCount: 0, opened: '' })
    },
    selectAll() {
      const { _lines, filter, search } = this.data
      const all = chosen(_lines, filter, search.trim())
      this.setData({ selected: Object.fromEntries(all.map(({ line }) => [line, true])), selectedCount: all.length })
    },
    requestFor(key: string): string {
      const { _request } = this.data
      const id = _request.key === key && _request.id ? _request.id : newId()
      this.setData({ _request: { key, id } })
      return id
    },
    markOne(event: WechatMiniprogram.TouchEvent) {
      const { what, line } = event.currentTarget.dataset as { what: Mark; line: string }
      this.mark(what, [line])
    },
    async markSelected(event: WechatMiniprogram.TouchEvent) {
      const what = event.currentTarget.dataset.what as Mark
      const { _lines, selected } = this.data
      const fitting = _lines.filter(({ line, marks }) => selected[line] && marks.includes(what)).map(({ line }) => line)
      if (!fitting.length) wx.showToast({ title: `选中的人都不需要${markLabels[what]}`, icon: 'none' })
      else if (await this.mark(what, fitting)) this.setData({ selecting: false, selected: {}, selectedCount: 0 })
    },
    /** Fast taps wait for their turn; the same line is not marked twice meanwhile. */
    async mark(what: Mark, lines: string[]): Promise<boolean> {
      const { id, sending } = this.data
      if (lines.some((line) => sending[line])) return false
      this.setData({ sending: { ...sending, ...Object.fromEntries(lines.map((line) => [line, true])) } })
      const marked = await inTurn(this, async () => {
        for (let at = 0; at < lines.length; at += mostAtOnce) {
          const some = lines.slice(at, at + mostAtOnce)
          const request = this.requestFor(`${what}:${some.join()}`)
          this.setData(this.drawn(await api.volunteers.mark({ id, lines: some, what, request })))
        }
        this.setData({ _request: { key: '', id: '' } })
        wx.vibrateShort({ type: 'light' })
        wx.showToast({ title: `${markLabels[what]}：已登记 ${lines.length} 人`, icon: 'none' })
        return true
      })
      const left = Object.entries(this.data.sending).filter(([line]) => !lines.includes(line))
      this.setData({ sending: Object.fromEntries(left) })
      return marked ?? false
    },
    async call(event: WechatMiniprogram.TouchEvent) {
      const line = event.currentTarget.dataset.line as string
      const { confirm, content } = await wx.showModal({
        title: '打电话的理由',
        content: '',
        editable: true,
        placeholderText: '例如：快开始了还没到',
        confirmText: '查看电话',
        cancelText: '取消',
      })
      if (!confirm) return
      run(this, async () => {
        const contact = await api.volunteers.call({ id: this.data.id, line, reason: content ?? '' })
        if (!contact.phone && !contact.guardian) wx.showToast({ title: `${contact.name}没有留电话`, icon: 'none' })
        else this.setData({ contact })
      })
    },
    /** On the word of somebody who has no phone: how they gave it is chosen first. */
    answer(event: WechatMiniprogram.TouchEvent) {
      const { line, what } = event.currentTarget.dataset as { line: string; what: 'confirm' | 'leave' }
      run(this, async () => {
        const { consents } = await api.volunteers.options({})
        const itemList = consents.map(({ label }) => `本人${label}`)
        const chosen = await wx.showActionSheet({ itemList, alertText: '本人怎样同意的' }).catch(() => undefined)
        const consent = chosen && consents[chosen.tapIndex]?.value
        if (!consent) return
        const asked = {
          id: this.data.id,
          line,
          consent: consent as 'phone',
          request: this.requestFor(`${what}:${line}`),
        }
        await (what === 'leave' ? api.volunteers.leaveFor(asked) : api.volunteers.confirmFor(asked))
        this.setData({ _request: { key: '', id: '' } })
        await this.reload()
      })
    },
    /** For somebody without a phone, by the code they were given. */
    print(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/packages/organiser/print/print?code=${event.currentTarget.dataset.code}` })
    },
    /** Somebody who has WeChat by now: what they did without it becomes their account's. */
    join(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/packages/organiser/join/join?card=${event.currentTarget.dataset.code}` })
    },
    dial(event: WechatMiniprogram.TouchEvent) {
      wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.phone as string, fail: () => undefined })
    },
    unfoldTools() {
      this.setData({ tools: !this.data.tools })
    },
    climb() {
      run(this, async () => {
        const { reach } = await api.volunteers.climb({ id: this.data.id, request: this.requestFor('climb') })
        wx.showToast({ title: `已扩大到${reach}`, icon: 'none' })
        await this.reload()
      })
    },
    /** Some at a time: whoever wants more people asks again. */
    async offer() {
      const asked = await run(this, async () => {
        const told = await api.volunteers.offer({ id: this.data.id, request: this.requestFor('offer') })
        this.setData({ _request: { key: '', id: '' } })
        await this.reload()
        return told
      })
      if (!asked) return
      const { invited, more } = asked
      const said = invited ? `已邀请 ${invited} 位合适的志愿者，由本人决定是否报名` : '没有找到合适又有空的志愿者'
      const { confirm } = await wx.showModal({
        title: '',
        content: more ? `${said}。还有志愿者没有看过` : said,
        showCancel: more,
        confirmText: more ? '再找一些' : '知道了',
        cancelText: '先这样',
      })
      if (confirm && more) this.offer()
    },
    incident() {
      const activity = this.data.view?.activity ?? ''
      run(this, async () => {
        const { version } = await api.matters.get({ id: activity })
        wx.navigateTo({ url: `/pages/act/act?id=${activity}&action=noteIncident&version=${version}` })
      })
    },
    go(event: WechatMiniprogram.TouchEvent) {
      const page = event.currentTarget.dataset.page as string
      const id = page === 'photos' ? this.data.view?.activity : this.data.id
      wx.navigateTo({ url: `/packages/organiser/${page}/${page}?id=${id}` })
    },
  },
})

// 确认时长: close-out of one shift. What needs a look comes first, the rest is confirmed in one tap; then the activity may be ended.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { clockOf, onOf, timeOn } from '../lib/times'
import { inTurn } from '../lib/turns'
import { type Group, groupsOf, type Line, linesOf, type Roster } from './groups'

type Button = NonNullable<Awaited<ReturnType<Call<Api['volunteers']['shifts']>>>['end']>
const rowsStep = 40
const settled: Line['standing'][] = ['confirmed', 'revoked', 'none']
const mostAtOnce = 50

Component({
  options: { pureDataPattern: /^_/ },
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    id: '',
    _lines: [] as Line[],
    _request: { key: '', id: '' },
    view: undefined as Omit<Roster, 'lines'> | undefined,
    groups: [] as Group[],
    left: 0,
    shown: rowsStep,
    plain: 0,
    /** Not confirmed yet, by whomever. */
    waiting: 0,
    opened: '',
    minutes: '',
    from: '',
    to: '',
    stars: 0,
    words: '',
    /** A line whose hours are about to be taken back, and why. */
    revoking: '',
    reason: '',
    /** The activity's own next step, when the server offers it. */
    end: undefined as Button | undefined,
    /** The activity's other shifts that have hours to confirm: it can't be closed before them. */
    elsewhere: [] as string[],
    version: 0,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ id })
    },
    reload() {
      return load(this, async () => {
        const roster = await api.volunteers.roster({ id: this.data.id })
        const [{ version }, { shifts, end }] = await Promise.all([
          api.matters.get({ id: roster.activity }),
          api.volunteers.shifts({ id: roster.activity }),
        ])
        const elsewhere = shifts.filter(({ id, toConfirm }) => id !== this.data.id && toConfirm).map(({ id }) => id)
        return { ...this.drawn(roster), version, end, elsewhere }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    drawn({ lines, ...view }: Roster) {
      this.setData({ _lines: lines })
      const waiting = lines.filter(({ standing }) => !settled.includes(standing)).length
      return { view, plain: linesOf(lines, 'plain').length, waiting, ...groupsOf(lines, this.data.shown) }
    },
    /** With the last of this shift the activity itself may go on. */
    async ended() {
      if (!this.data.waiting) await this.reload()
    },
    more() {
      const shown = this.data.shown + rowsStep
      this.setData({ shown, ...groupsOf(this.data._lines, shown) })
    },
    onReachBottom() {
      if (this.data.left) this.more()
    },
    open(event: WechatMiniprogram.TouchEvent) {
      const line = event.currentTarget.dataset.line as string
      const { view, _lines } = this.data
      const minutes = String(_lines.find((one) => one.line === line)?.measured ?? '')
      const times = view ? { from: clockOf(view.startsAt), to: clockOf(view.endsAt) } : {}
      this.setData({
        opened: this.data.opened === line ? '' : line,
        minutes,
        stars: 0,
        words: '',
        revoking: '',
        reason: '',
        errors: {},
        ...times,
      })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    star(event: WechatMiniprogram.TouchEvent) {
      this.setData({ stars: event.currentTarget.dataset.star as number })
    },
    requestFor(key: string): string {
      const { _request } = this.data
      const id = _request.key === key && _request.id ? _request.id : newId()
      this.setData({ _request: { key, id } })
      return id
    },
    /** What was opened meanwhile stays open, unless it is what was answered. */
    answered(roster: Roster, line?: string) {
      const opened = this.data.opened === line ? '' : this.data.opened
      this.setData({ _request: { key: '', id: '' }, opened, ...this.drawn(roster) })
    },
    sure(event: WechatMiniprogram.TouchEvent) {
      const lines = [event.currentTarget.dataset.line as string]
      inTurn(this, async () => {
        const known = this.data._lines.find(({ line }) => line === lines[0])
        if (known?.standing !== 'unsure') return
        const request = this.requestFor(`sure:${lines}`)
        this.answered(await api.volunteers.mark({ id: this.data.id, lines, what: 'sure', request }))
      })
    },
    confirmOne(event: WechatMiniprogram.TouchEvent) {
      const line = event.currentTarget.dataset.line as string
      const { id, minutes } = this.data
      inTurn(this, async () => {
        if (this.data._lines.find((one) => one.line === line)?.confirmed) return
        const request = this.requestFor(`hours:${line}:${minutes}`)
        const lines = [{ line, minutes: Number(minutes) }]
        this.answered(await api.volunteers.confirmHours({ id, lines, request }), line)
        await this.ended()
        wx.showToast({ title: '已确认', icon: 'none' })
      })
    },
    confirmPlain() {
      inTurn(this, async () => {
        const lines = linesOf(this.data._lines, 'plain')
        if (!lines.length) return
        for (let at = 0; at < lines.length; at += mostAtOnce) {
          const some = lines.slice(at, at + mostAtOnce)
          const request = this.requestFor(`hours:${some.join()}`)
          const asked = { id: this.data.id, lines: some.map((line) => ({ line })), request }
          this.answered(await api.volunteers.confirmHours(asked))
        }
        await this.ended()
        wx.showToast({ title: `已确认 ${lines.length} 人`, icon: 'none' })
      })
    },
    /** From a paper sheet: when the person came and left. Each half is kept by its own id, so that what was lost is sent again alone. */
    enter(event: WechatMiniprogram.TouchEvent) {
      const line = event.currentTarget.dataset.line as string
      const { id, view, from, to } = this.data
      if (!view) return
      const { startsAt, endsAt } = timeOn(onOf(view.startsAt), from, to)
      run(this, async () => {
        const came = await api.volunteers.roster({ id })
        if (!came.lines.find((one) => one.line === line)?.in)
          await api.volunteers.mark({
            id,
            lines: [line],
            what: 'in',
            at: startsAt,
            request: this.requestFor(`in:${line}`),
          })
        const request = this.requestFor(`out:${line}`)
        this.answered(await api.volunteers.mark({ id, lines: [line], what: 'out', at: endsAt, request }), line)
        wx.showToast({ title: '已补登', icon: 'none' })
      })
    },
    rate(event: WechatMiniprogram.TouchEvent) {
      const line = event.currentTarget.dataset.line as string
      const { id, stars, words } = this.data
      run(this, async () => {
        await api.volunteers.ratePerson({ id, line, stars, words, request: this.requestFor(`rate:${line}`) })
        const lines = this.data._lines.map((one) => (one.line === line ? { ...one, rated: stars } : one))
        this.setData({ _lines: lines, opened: '', _request: { key: '', id: '' }, ...groupsOf(lines, this.data.shown) })
        wx.showToast({ title: '已评价', icon: 'none' })
      })
    },
    startRevoking(event: WechatMiniprogram.TouchEvent) {
      this.setData({ revoking: event.currentTarget.dataset.line as string, errors: {} })
    },
    revoke(event: WechatMiniprogram.TouchEvent) {
      const line = event.currentTarget.dataset.line as string
      const { id, reason: words } = this.data
      run(this, async () => {
        const request = this.requestFor(`revoke:${line}`)
        this.answered(await api.volunteers.revoke({ id, line, words, request }), line)
        wx.showToast({ title: '已撤销，并已告诉本人', icon: 'none' })
      })
    },
    finish() {
      const { end, view, version } = this.data
      if (!end || !view) return
      if (end.form) {
        wx.navigateTo({ url: `/pages/act/act?id=${view.activity}&action=${end.action}&version=${version}` })
        return
      }
      run(this, async () => {
        const request = this.requestFor(end.action)
        const next = await api.matters.act({ id: view.activity, version, action: end.action, request })
        this.setData({ _request: { key: '', id: '' } })
        wx.showToast({ title: next.statusText, icon: 'none' })
        await this.reload()
      })
    },
    next() {
      wx.redirectTo({ url: `/packages/organiser/hours/hours?id=${this.data.elsewhere[0]}` })
    },
    roster() {
      wx.navigateTo({ url: `/packages/organiser/day/day?id=${this.data.id}` })
    },
  },
})

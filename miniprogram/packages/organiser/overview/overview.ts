// 招募与参与: the manager's view of a place: open posts and how full they are, who comes once, again, often, what is late, what nobody has
// taken, where our people are, and the sheet for the national system.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { openMatter } from '../../../lib/cards'
import { newId } from '../../../lib/ids'
import { load, run, type State, turnTo } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'
import { onOf } from '../lib/times'

type Overview = Awaited<ReturnType<Call<Api['volunteers']['overview']>>>
type Turnout = Awaited<ReturnType<Call<Api['volunteers']['turnout']>>>
type Late = Awaited<ReturnType<Call<Api['volunteers']['lateHours']>>>['cards'][number]
type Away = Awaited<ReturnType<Call<Api['volunteers']['away']>>>
type Cursor = Awaited<ReturnType<Call<Api['volunteers']['export']>>>['next']
/** Spreadsheets take a file for UTF-8 only when it begins so. */
const byteOrderMark = '\uFEFF'

/** Bars with the value written at the mark; the longest is full. */
function bars(of: [label: string, count: number][]) {
  const most = Math.max(1, ...of.map(([, count]) => count))
  return of.map(([label, count]) => ({ label, count, percent: Math.round((count / most) * 100) }))
}

Component({
  options: { pureDataPattern: /^_/ },
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    street: '',
    area: '',
    choosing: false,
    view: undefined as (Omit<Overview, 'unfilled'> & Turnout) | undefined,
    unfilled: [] as Overview['unfilled'],
    late: [] as Omit<Late, 'button'>[],
    people: [] as ReturnType<typeof bars>,
    away: [] as Away['shifts'],
    awayNext: undefined as Away['next'],
    awayShown: false,
    from: '',
    to: '',
    reason: '',
    rows: -1,
    _csv: '',
    _request: { key: '', id: '' },
  },
  methods: {
    async onLoad({ area }: { area?: string }) {
      const today = onOf(Date.now())
      this.setData({ from: `${today.slice(0, 8)}01`, to: today, area: area ? decodeURIComponent(area) : '' })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const me = await whoAmI()
        const area = this.data.area || (me.dutyArea ?? '')
        const [{ unfilled, ...posts }, turnout, { cards }] = await Promise.all([
          api.volunteers.overview({ area }),
          api.volunteers.turnout({ area }),
          api.volunteers.lateHours({ area }),
        ])
        return {
          street: me.street ?? '',
          area,
          view: { ...posts, ...turnout },
          unfilled,
          late: cards.map(({ button: _button, ...card }) => card),
          people: bars([
            ['来过一次', turnout.once],
            ['来过几次', turnout.repeat],
            ['经常来', turnout.regular],
            ['三十天内新来的', turnout.newPeople],
          ]),
          awayShown: false,
          away: [],
        }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    choosePlace() {
      this.setData({ choosing: !this.data.choosing })
    },
    place(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      turnTo(this, { area: event.detail.value, choosing: false, rows: -1, _csv: '' })
      this.reload()
    },
    open: openMatter,
    climb(event: WechatMiniprogram.TouchEvent) {
      const { id } = event.currentTarget.dataset as { id: string }
      run(this, async () => {
        const { _request } = this.data
        const request = _request.key === id && _request.id ? _request.id : newId()
        this.setData({ _request: { key: id, id: request } })
        const { reach } = await api.volunteers.climb({ id, request })
        this.setData({ _request: { key: '', id: '' } })
        wx.showToast({ title: `已扩大到${reach}`, icon: 'none' })
        await this.reload()
      })
    },
    showAway() {
      const { area, away, awayShown, awayNext } = this.data
      run(this, async () => {
        const page = await api.volunteers.away({ area, ...(awayShown && awayNext && { after: awayNext }) })
        this.setData({
          away: awayShown ? [...away, ...page.shifts] : page.shifts,
          awayNext: page.next,
          awayShown: true,
        })
      })
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value, rows: -1 })
    },
    /** Page after page until the end; the text stays off the screen. */
    make() {
      const { area, from, to, reason } = this.data
      run(this, async () => {
        let csv = ''
        let rows = 0
        let after: Cursor
        do {
          const page: Awaited<ReturnType<Call<Api['volunteers']['export']>>> = await api.volunteers.export({
            area,
            from,
            to,
            reason,
            ...(after && { after }),
          })
          csv += `${csv && page.csv ? '\r\n' : ''}${page.csv}`
          rows += page.rows
          after = page.next
        } while (after)
        this.setData({ _csv: csv, rows })
      })
    },
    copy() {
      wx.setClipboardData({ data: this.data._csv })
    },
    async send() {
      const { from, to, _csv } = this.data
      const name = `志愿服务记录-${from}-${to}.csv`
      const filePath = `${wx.env.USER_DATA_PATH}/${name}`
      const written = await new Promise<boolean>((resolve) => {
        wx.getFileSystemManager().writeFile({
          filePath,
          data: byteOrderMark + _csv,
          encoding: 'utf8',
          success: () => resolve(true),
          fail: () => resolve(false),
        })
      })
      if (!written) wx.showToast({ title: '没有存上，可以复制内容', icon: 'none' })
      else wx.shareFileMessage({ filePath, fileName: name, fail: () => undefined })
    },
  },
})

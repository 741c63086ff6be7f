// 服务记录: hours with their stars, by year and activity; a record to show, the year as an Excel file, and what to do about one that is wrong.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api, sheets } from '../../../lib/api'
import { load, run, type State, turnTo } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Page = Awaited<ReturnType<Call<Api['volunteers']['record']>>>
type Record = Page['records'][number]
type Group = { key: string; title: string; records: Record[] }
const tones = { posted: 'ok', corrected: 'info', revoked: 'plain' } as const

/** What follows one another of the same activity stands under its name. */
function grouped(records: Record[]): Group[] {
  const groups: Group[] = []
  for (const record of records) {
    const last = groups.at(-1)
    if (last?.records[0]?.activity === record.activity) last.records.push(record)
    else groups.push({ key: record.id, title: record.title, records: [record] })
  }
  return groups
}

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {},
    year: 0,
    /** The year that is shown or downloaded: the chosen one, or the last with hours. */
    shownYear: '',
    hours: '',
    count: 0,
    stars: 0,
    nextStar: '',
    tier: '',
    years: [] as Page['years'],
    groups: [] as Group[],
    next: undefined as Page['next'],
    more: false,
    open: '',
    tones,
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.reload()
    },
  },
  methods: {
    fetch(after?: Page['next']) {
      const { year } = this.data
      return api.volunteers.record({ ...(year && { year }), ...(after && { after }) })
    },
    reload() {
      return load(this, async () => {
        const page = await this.fetch()
        const shownYear = this.data.year ? String(this.data.year) : (page.years[0]?.year ?? '')
        const { records, ...rest } = page
        return { ...rest, next: page.next, shownYear, groups: grouped(records), more: false }
      })
    },
    onPullDownRefresh() {
      this.reload()
    },
    async onReachBottom() {
      const { next, more } = this.data
      if (!next || more) return
      this.setData({ more: true })
      await load(this, async () => {
        const page = await this.fetch(next)
        const before = this.data.groups.flatMap(({ records }) => records)
        return { groups: grouped([...before, ...page.records]), next: page.next, more: false }
      })
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      turnTo(this, { year: Number(event.currentTarget.dataset.year), groups: [] })
      this.reload()
    },
    turn(event: WechatMiniprogram.TouchEvent) {
      const id = event.currentTarget.dataset.id as string
      this.setData({ open: this.data.open === id ? '' : id })
    },
    show() {
      wx.navigateTo({ url: `/packages/volunteer/certificate/certificate?year=${this.data.shownYear}` })
    },
    download() {
      run(this, async () => {
        const { name, base64 } = await sheets.myRecord({ year: Number(this.data.shownYear) })
        const filePath = `${wx.env.USER_DATA_PATH}/${name}`
        await new Promise((done, fail) =>
          wx.getFileSystemManager().writeFile({
            filePath,
            data: base64,
            encoding: 'base64',
            success: done,
            fail: () => fail(new Error(name)),
          }),
        )
        await wx.openDocument({ filePath, fileType: 'xlsx', showMenu: true })
      })
    },
    one(event: WechatMiniprogram.TouchEvent) {
      const { id, year } = event.currentTarget.dataset as { id: string; year: string }
      wx.navigateTo({ url: `/packages/volunteer/certificate/certificate?record=${id}&year=${year.slice(0, 4)}` })
    },
    correct(event: WechatMiniprogram.TouchEvent) {
      const { id, title, on, minutes } = event.currentTarget.dataset.record as Record
      const said = encodeURIComponent(`${title}（${on}）`)
      wx.navigateTo({ url: `/packages/volunteer/correction/correction?record=${id}&title=${said}&minutes=${minutes}` })
    },
    rate(event: WechatMiniprogram.TouchEvent) {
      wx.navigateTo({ url: `/packages/volunteer/rate/rate?id=${event.currentTarget.dataset.shift}` })
    },
    verify() {
      wx.navigateTo({ url: '/packages/volunteer/verify/verify' })
    },
    join() {
      wx.switchTab({ url: '/pages/volunteer/volunteer' })
    },
  },
})

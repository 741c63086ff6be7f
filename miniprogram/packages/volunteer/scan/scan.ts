// 扫码签到: the answer fills the screen; who did not sign up is asked; without a network the scan stays on the phone and is listed with
// what became of it.
import { checkIn, clearScans, type Outcome, type Scan, scans, sendKept, watchScans } from '../../../lib/scans'
import { run } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Answer = {
  tone: 'ok' | 'warn' | 'danger'
  word: string
  title: string
  note: string
  shift: string
  /** Joining on the spot, or what is missing in the profile. */
  way: '' | 'join' | 'profile'
}
const unsureNote = '待确认：组织者对照名单确认后生效。'

function answerTo(outcome: Outcome): Answer {
  const blank = { title: '', note: '', shift: '', way: '' as const }
  switch (outcome.how) {
    case 'done': {
      const { said, title, post, shift, unsure } = outcome.answer
      const note = unsure ? unsureNote : ''
      return { ...blank, tone: unsure ? 'warn' : 'ok', word: said, title: `${title} · ${post}`, note, shift }
    }
    case 'kept':
      return {
        ...blank,
        tone: 'warn',
        word: '已保存，还没有送达',
        note: '现在连不上网络。这次扫码已连同时间保存在手机上，网络恢复后会自动补传。',
      }
    case 'ask':
      return {
        ...blank,
        tone: 'warn',
        word: '您没有报名这个班次',
        title: outcome.question,
        note: '加入表示您已看过现场的风险告知。',
        way: 'join',
      }
    case 'refused':
      return {
        ...blank,
        tone: 'danger',
        word: '没有签到',
        note: outcome.why,
        way: outcome.code === 'PROFILE_MISSING' ? 'profile' : '',
      }
  }
}

const two = (number: number): string => String(number).padStart(2, '0')
/** As the phone's clock had it, in Shanghai. */
function sayAt(at: number): string {
  const then = new Date(at + 8 * 3_600_000)
  return `${then.getUTCMonth() + 1}月${then.getUTCDate()}日 ${two(then.getUTCHours())}:${two(then.getUTCMinutes())}`
}
const labels = { kept: '还没有送达', sent: '已送达', refused: '没有记上' }
const tones = { kept: 'warn', sent: 'ok', refused: 'danger' }
const lineOf = ({ request, at, state, said, title, shift, unsure }: Scan) => ({
  request,
  time: `${sayAt(at)} 扫码`,
  label: state === 'sent' && unsure ? '已送达，待确认' : labels[state],
  tone: state === 'sent' && unsure ? 'warn' : tones[state],
  said,
  title,
  shift,
})

let stopWatching: () => void = () => undefined

Component({
  data: {
    style: pageStyle(),
    busy: false,
    errors: {},
    answer: undefined as Answer | undefined,
    code: '',
    lines: [] as ReturnType<typeof lineOf>[],
    kept: 0,
    over: 0,
    unsure: false,
  },
  lifetimes: {
    attached() {
      stopWatching = watchScans(() => this.list())
    },
    detached() {
      stopWatching()
    },
  },
  pageLifetimes: {
    show() {
      this.setData({ style: pageStyle() })
      this.list()
      sendKept()
    },
  },
  methods: {
    onLoad({ now }: { now?: string }) {
      if (now) this.scan()
    },
    list() {
      const all = scans()
      const kept = all.filter(({ state }) => state === 'kept').length
      this.setData({
        lines: all.map(lineOf),
        kept,
        over: all.length - kept,
        unsure: all.some(({ unsure }) => unsure),
      })
    },
    async scan() {
      // From the camera only: a code that is passed on as a picture is not meant to be scanned.
      const scanned = await wx.scanCode({ onlyFromCamera: true, scanType: ['qrCode'] }).catch(() => undefined)
      if (scanned) this.send(scanned.result, false)
    },
    send(code: string, walkIn: boolean) {
      return run(this, async () => {
        const answer = answerTo(await checkIn(code, walkIn))
        this.setData({ answer, code })
        if (answer.tone === 'ok') wx.vibrateShort({ type: 'heavy' })
        else wx.vibrateLong()
      })
    },
    join() {
      this.send(this.data.code, true)
    },
    sendAgain() {
      run(this, async () => {
        const arrived = await sendKept()
        wx.showToast({
          title: arrived ? `补传了 ${arrived} 条签到` : '还是没有送达，网络恢复后会自动补传',
          icon: 'none',
        })
      })
    },
    clear() {
      clearScans()
    },
    done() {
      this.setData({ answer: undefined })
    },
    profile() {
      wx.navigateTo({ url: '/packages/volunteer/profile/profile' })
    },
    open(event: WechatMiniprogram.TouchEvent) {
      const { shift } = event.currentTarget.dataset as { shift?: string }
      if (shift) wx.navigateTo({ url: `/packages/volunteer/shift/shift?id=${shift}` })
    },
  },
})

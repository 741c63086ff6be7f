// 核验: anybody enters or scans a code and sees the minimum that proves the record, and whether it still stands.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { run } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Found = Awaited<ReturnType<Call<Api['volunteers']['verify']>>>
const tones = { valid: 'ok', corrected: 'warn', revoked: 'danger', withdrawn: 'plain' } as const

/** The code in what was scanned or typed: alone, at the end of an address, or in groups. */
const codeIn = (text: string): string => (text.split('code=').at(-1) ?? '').replace(/[\s-]/g, '').toUpperCase()

Component({
  data: {
    style: pageStyle(),
    busy: false,
    errors: {} as Record<string, string>,
    code: '',
    found: undefined as Found | undefined,
    tones,
  },
  methods: {
    /** `q`: the address of a plain code that WeChat has opened. */
    onLoad({ code, q }: { code?: string; q?: string }) {
      const given = code ?? (q && decodeURIComponent(q))
      if (given) this.check(given)
    },
    write(event: WechatMiniprogram.Input) {
      this.setData({ code: event.detail.value })
    },
    check(text: string) {
      const code = codeIn(text)
      this.setData({ code, found: undefined })
      return run(this, async () => this.setData({ found: await api.volunteers.verify({ code }) }))
    },
    send() {
      this.check(this.data.code)
    },
    async scan() {
      const scanned = await wx.scanCode({ scanType: ['qrCode'] }).catch(() => undefined)
      if (scanned) this.check(scanned.result)
    },
  },
})

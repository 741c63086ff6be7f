// 有微信了，并入账号: somebody who was written down without a phone stands here with one. Both codes are typed, whose they are and what will
// happen is said, and the two become one once it was checked who they are.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { run } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Both = Awaited<ReturnType<Call<Api['volunteers']['joining']>>>
const nobody = () => ({
  card: '',
  account: '',
  both: undefined as Both | undefined,
  checked: false,
  done: false,
  /** Kept until it is answered: sending again does nothing twice. */
  request: newId(),
})

Component({
  data: {
    style: pageStyle(),
    busy: false,
    errors: {} as Record<string, string>,
    ...nobody(),
  },
  methods: {
    onLoad({ card }: { card?: string }) {
      this.setData({ card: card ?? '' })
    },
    /** Another code is another person, of whom nothing is known yet. */
    write(event: WechatMiniprogram.Input) {
      const { name } = event.currentTarget.dataset as { name: 'card' | 'account' }
      this.setData({ [name]: event.detail.value, both: undefined, checked: false, request: newId() })
    },
    find() {
      const { account, card } = this.data
      run(this, async () => {
        const both = await api.volunteers.joining({ account, card })
        // Whoever is shown is who will be joined: these two, unless another code was written meanwhile.
        if (account === this.data.account && card === this.data.card) this.setData({ both, checked: false })
      })
    },
    check() {
      this.setData({ checked: !this.data.checked })
    },
    join() {
      const { account, card, request, checked } = this.data
      run(this, async () => {
        await api.volunteers.join({ account, card, request, checked: checked as true })
        this.setData({ done: true })
        wx.pageScrollTo({ scrollTop: 0 })
      })
    },
    another() {
      this.setData({ ...nobody(), errors: {} })
    },
    leave() {
      if (getCurrentPages().length > 1) wx.navigateBack()
      else wx.redirectTo({ url: '/packages/organiser/activities/activities' })
    },
  },
})

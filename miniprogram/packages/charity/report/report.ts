// 导入平台明细: a designated platform's file goes up and is read; what it says and which rows cannot be booked is seen before anything is. Then
// it goes in by steps, and waits for another person's confirmation.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'

type Preview = Awaited<ReturnType<Call<Api['giving']['previewReport']>>>
type Step = Awaited<ReturnType<Call<Api['giving']['importReport']>>>
type Campaign = Awaited<ReturnType<Call<Api['giving']['campaign']>>>

const nothingYet = () => ({ total: 0, done: 0, percent: 0, added: 0, skipped: 0, finished: false, started: false })
const shownRefused = 100

Component({
  data: {
    style: pageStyle(),
    id: '',
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    campaign: undefined as Campaign | undefined,
    fileName: '',
    fileID: '',
    preview: undefined as Preview | undefined,
    /** Rows that were not booked, by line; known from the preview, and those another gift already rests on. */
    refused: [] as Step['refused'],
    refusedCount: 0,
    ...nothingYet(),
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
      return this.reload()
    },
    reload() {
      return load(this, async () => ({ campaign: await api.giving.campaign({ id: this.data.id }) }))
    },
    async choose() {
      const chosen = await wx.chooseMessageFile({ count: 1, type: 'file' }).catch(() => undefined)
      const file = chosen?.tempFiles[0]
      if (!file) return
      run(this, async () => {
        this.setData({
          ...nothingYet(),
          fileName: file.name,
          fileID: '',
          preview: undefined,
          refused: [],
          refusedCount: 0,
        })
        const { fileID } = await wx.cloud.uploadFile({ cloudPath: `reports/${newId()}.csv`, filePath: file.path })
        const preview = await api.giving.previewReport({ fileID })
        this.setData({ fileID, preview, refused: preview.refused, refusedCount: preview.refusedCount })
      })
    },
    /** From where it stopped: a step that was sent before adds nothing. */
    book() {
      run(this, async () => {
        this.setData({ started: true })
        let offset: number | undefined = this.data.done
        while (offset !== undefined) {
          const step: Step = await api.giving.importReport({ campaign: this.data.id, fileID: this.data.fileID, offset })
          const known = new Set(this.data.refused.map(({ line }) => line))
          const fresh = step.refused.filter(({ line }) => !known.has(line))
          // The first step names again what the preview has named, whether it was shown or not.
          const more = offset === 0 ? step.refused.length - this.data.refusedCount : step.refused.length
          this.setData({
            total: step.total,
            done: step.next ?? step.done,
            percent: Math.round((step.done / Math.max(1, step.total)) * 100),
            added: this.data.added + step.added,
            skipped: this.data.skipped + step.skipped,
            refused: [...this.data.refused, ...fresh].slice(0, shownRefused),
            refusedCount: this.data.refusedCount + Math.max(0, more),
          })
          offset = step.next
        }
        this.setData({ finished: true, percent: 100 })
      })
    },
    toConfirm() {
      wx.navigateTo({ url: '/packages/charity/finance/finance?section=confirm' })
    },
    toCampaign() {
      wx.navigateTo({ url: `/packages/giving/campaign/campaign?id=${this.data.id}` })
    },
  },
})

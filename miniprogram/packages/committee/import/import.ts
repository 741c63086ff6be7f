// 导入热线文件: the file goes up, then in by steps; a bar says how far, and what was refused stands with its line and reason.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { run } from '../../../lib/screen'
import { pageStyle, whoAmI } from '../../../lib/session'

type Step = Awaited<ReturnType<Call<Api['imports']['step']>>>

Component({
  data: {
    style: pageStyle(),
    busy: false,
    errors: {} as Record<string, string>,
    fileName: '',
    fileID: '',
    total: 0,
    done: 0,
    percent: 0,
    added: 0,
    skipped: 0,
    refused: [] as Step['refused'],
    refusedCount: 0,
    columns: '',
    finished: false,
  },
  methods: {
    async choose() {
      const chosen = await wx.chooseMessageFile({ count: 1, type: 'file' }).catch(() => undefined)
      const file = chosen?.tempFiles[0]
      if (!file) return
      run(this, async () => {
        this.setData({
          fileName: file.name,
          finished: false,
          fileID: '',
          total: 0,
          done: 0,
          percent: 0,
          added: 0,
          skipped: 0,
          refused: [],
          refusedCount: 0,
        })
        const { fileID } = await wx.cloud.uploadFile({ cloudPath: `imports/${newId()}.csv`, filePath: file.path })
        this.setData({ fileID })
        await this.steps(0)
      })
    },
    resume() {
      run(this, () => this.steps(this.data.done))
    },
    async steps(from: number) {
      const me = await whoAmI()
      const area = me.posts.find(({ role }) => role === 'clerk')?.area ?? ''
      let offset: number | undefined = from
      while (offset !== undefined) {
        const step: Step = await api.imports.step({ area, fileID: this.data.fileID, offset })
        const refused = [...this.data.refused, ...step.refused].slice(0, 100)
        this.setData({
          total: step.total,
          done: step.next ?? step.done,
          percent: Math.round((step.done / Math.max(1, step.total)) * 100),
          added: this.data.added + step.added,
          skipped: this.data.skipped + step.skipped,
          refused,
          refusedCount: this.data.refusedCount + step.refused.length,
          columns: step.columns.map(({ header }) => header).join('、'),
        })
        offset = step.next
      }
      this.setData({ finished: true, percent: 100 })
    },
  },
})

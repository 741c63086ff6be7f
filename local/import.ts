// `npm run import -- FILE [--url http://127.0.0.1:4700] [--as demo-liu] [--area /…/community]`: a hotline file into a running street,
// through the same endpoint as the committee's page, with a progress bar and a report of refused rows.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sunny } from './demo/street'

type Step = {
  total: number
  done: number
  added: number
  skipped: number
  refused: { line: number; originNo: string; reason: string }[]
  next?: number
}
type Reply = { ok: true; data: Step } | { ok: false; error: { code: string; message: string } }

export type ImportReport = { total: number; added: number; skipped: number; refused: Step['refused']; ms: number }

/** Sends one file; `tell` hears how far it is. Throws an Error with the server's sentence when it is refused. */
export async function importFile(
  options: { url: string; openid: string; area: string; file: string },
  tell: (done: number, total: number) => void,
): Promise<ImportReport> {
  const startedAt = Date.now()
  const upload = await fetch(
    `${options.url}/files?path=${encodeURIComponent(`imports/${startedAt}-${path.basename(options.file)}`)}`,
    {
      method: 'POST',
      body: new Uint8Array(readFileSync(options.file)),
    },
  )
  const { fileID } = (await upload.json()) as { fileID: string }
  const report: ImportReport = { total: 0, added: 0, skipped: 0, refused: [], ms: 0 }
  let offset: number | undefined = 0
  while (offset !== undefined) {
    const response: Response = await fetch(`${options.url}/functions/api`, {
      method: 'POST',
      headers: { 'x-wx-openid': options.openid },
      body: JSON.stringify({ call: 'imports.step', data: { area: options.area, fileID, offset } }),
    })
    const { result } = (await response.json()) as { result: Reply }
    if (!result.ok) throw new Error(`${result.error.message}（${result.error.code}）`)
    const step: Step = result.data
    report.total = step.total
    report.added += step.added
    report.skipped += step.skipped
    report.refused.push(...step.refused)
    tell(step.done, step.total)
    offset = step.next
  }
  return { ...report, ms: Date.now() - startedAt }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:4700' },
      as: { type: 'string', default: 'demo-liu' },
      area: { type: 'string', default: sunny },
    },
  })
  const [file] = positionals
  if (!file) throw new Error('请给出要导入的文件：npm run import -- FILE')
  const width = 30
  const report = await importFile({ url: values.url, openid: values.as, area: values.area, file }, (done, total) => {
    const filled = Math.round((done / Math.max(1, total)) * width)
    process.stdout.write(`\r[${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${done} / ${total}`)
  })
  console.log(
    `\n新增 ${report.added} 件，跳过 ${report.skipped} 行，没有导入 ${report.refused.length} 行，用时 ${(report.ms / 1000).toFixed(1)} 秒`,
  )
  for (const { line, originNo, reason } of report.refused) console.log(`  第 ${line} 行  ${originNo}  ${reason}`)
}

if (require.main === module) {
  main().catch((error: Error & { cause?: { code?: string } }) => {
    console.error(error.cause?.code === 'ECONNREFUSED' ? '没有连上，请先运行 npm start' : error.message)
    process.exit(1)
  })
}

// Addresses of stored files, for WeChat to fetch and check.
import type { CloudBase } from '@cloudbase/node-sdk'

export const urlsOn =
  (app: CloudBase) =>
  async (ids: string[]): Promise<string[]> => {
    const { fileList } = await app.getTempFileURL({ fileList: ids })
    return fileList.map(({ tempFileURL }) => tempFileURL).filter(Boolean)
  }

// A year of a book as an Excel file: made by the cloud, kept on the phone, opened with what the phone has for it.
import { sheets } from './api'

export async function openSheet(book: string, span: string): Promise<void> {
  const { name, base64 } = await sheets.book({ book, span })
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
}

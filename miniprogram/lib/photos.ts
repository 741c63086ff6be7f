// Pictures from the phone to the cloud: chosen, compressed by WeChat, stored under paths nobody can guess.
import { newId } from './ids'

/** Paths on the phone; none when the person thought better of it. */
export async function choosePhotos(most: number): Promise<string[]> {
  const chosen = await wx
    .chooseMedia({ count: most, mediaType: ['image'], sizeType: ['compressed'] })
    .catch(() => ({ tempFiles: [] }))
  return chosen.tempFiles.map(({ tempFilePath }) => tempFilePath)
}

/** What tells two pictures apart, as the part of a path; empty where the phone cannot say. */
const digestOf = (filePath: string): Promise<string> =>
  new Promise((done) =>
    wx.getFileSystemManager().getFileInfo({
      filePath,
      digestAlgorithm: 'sha1',
      success: ({ digest }) => done(`-${digest.toLowerCase()}`),
      fail: () => done(''),
    }),
  )

/** File ids of what has arrived; says when some have not. The digest in the path lets the cloud know a picture again. */
export async function storePhotos(paths: string[]): Promise<string[]> {
  const added: string[] = []
  for (const filePath of paths) {
    const cloudPath = `photos/${newId()}${await digestOf(filePath)}.jpg`
    const { fileID } = await wx.cloud.uploadFile({ cloudPath, filePath }).catch(() => ({ fileID: '' }))
    if (fileID) added.push(fileID)
  }
  if (added.length < paths.length) wx.showToast({ title: '有照片没有传上，请重试', icon: 'none' })
  return added
}

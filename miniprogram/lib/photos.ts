// Pictures from the phone to the cloud: chosen, compressed by WeChat, stored under paths nobody can guess.
import { newId } from './ids'

/** Paths on the phone; none when the person thought better of it. */
export async function choosePhotos(most: number): Promise<string[]> {
  const chosen = await wx
    .chooseMedia({ count: most, mediaType: ['image'], sizeType: ['compressed'] })
    .catch(() => ({ tempFiles: [] }))
  return chosen.tempFiles.map(({ tempFilePath }) => tempFilePath)
}

/** File ids of what has arrived; says when some have not. */
export async function storePhotos(paths: string[]): Promise<string[]> {
  const added: string[] = []
  for (const filePath of paths) {
    const { fileID } = await wx.cloud
      .uploadFile({ cloudPath: `photos/${newId()}.jpg`, filePath })
      .catch(() => ({ fileID: '' }))
    if (fileID) added.push(fileID)
  }
  if (added.length < paths.length) wx.showToast({ title: '有照片没有传上，请重试', icon: 'none' })
  return added
}

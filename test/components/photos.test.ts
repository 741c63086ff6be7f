// A picture is stored under a path that nobody can guess and that tells it again: its digest, where the phone can say it.
import { storePhotos } from '../../miniprogram/lib/photos'

const digest = '0A'.repeat(20)
type Asked = { filePath: string; digestAlgorithm: string; success(told: object): void; fail(): void }
const wx = {
  showToast: jest.fn(),
  getFileSystemManager: () => ({
    getFileInfo: ({ filePath, digestAlgorithm, success, fail }: Asked) =>
      filePath === 'old' || digestAlgorithm !== 'sha1' ? fail() : success({ size: 3, digest }),
  }),
  cloud: {
    uploadFile: jest.fn(async ({ cloudPath, filePath }: { cloudPath: string; filePath: string }) =>
      filePath === 'lost' ? Promise.reject(new Error('network')) : { fileID: `cloud://e.b/${cloudPath}` },
    ),
  },
}
beforeAll(() => Object.assign(globalThis, { wx }))
beforeEach(() => jest.clearAllMocks())

test('the same picture stored twice has two paths and one digest', async () => {
  const [one = '', other = ''] = await storePhotos(['a', 'a'])
  expect(one).not.toBe(other)
  for (const path of [one, other]) expect(path).toMatch(/^cloud:\/\/e\.b\/photos\/[a-z0-9]{16,40}-(0a){20}\.jpg$/)
})

test('a phone that cannot say a digest stores the picture all the same; one that was lost is told of', async () => {
  expect(await storePhotos(['old'])).toEqual([expect.stringMatching(/photos\/[a-z0-9]{16,40}\.jpg$/)])
  expect(wx.showToast).not.toHaveBeenCalled()
  expect(await storePhotos(['lost', 'a'])).toHaveLength(1)
  expect(wx.showToast).toHaveBeenCalledTimes(1)
})

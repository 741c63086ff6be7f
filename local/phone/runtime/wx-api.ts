// The wx object: every API that provided.ts names, with callbacks and promises as WeChat has them.
import type { ApiName } from '../provided'
import { canvasOf } from './elements'
import { host, storageKey } from './host'
import type { Router } from './router'
import { chooseOne, type DialogOptions, hideToast, showDialog, showToast } from './sheet'

type Options = Record<string, unknown> & {
  success?: (value: object) => void
  fail?: (error: object) => void
  complete?: (value: object) => void
}

/** Runs `work`, tells the callbacks, and gives a promise; a failure without a `fail` rejects it. */
function answer(name: string, options: Options | undefined, work: () => unknown): Promise<object> {
  const told = (async () => {
    const value = await work()
    return { errMsg: `${name}:ok`, ...(typeof value === 'object' ? value : {}) }
  })()
  told.then(
    (value) => {
      options?.success?.(value)
      options?.complete?.(value)
    },
    (error: Error) => {
      const value = { errMsg: `${name}:fail ${error.message}` }
      options?.fail?.(value)
      options?.complete?.(value)
    },
  )
  const result = told.catch((error: Error) => Promise.reject({ errMsg: `${name}:fail ${error.message}` }))
  if (options?.fail) result.catch(() => undefined)
  return result
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const panel = (message: object) =>
  parent !== window && parent.postMessage({ from: 'phone', ...message }, location.origin)

const picked = new Map<string, File>()
function pickFiles(accept: string, most: number): Promise<File[]> {
  return new Promise((resolve, reject) => {
    const input = Object.assign(document.createElement('input'), {
      type: 'file',
      accept,
      multiple: most > 1,
      hidden: true,
      id: 'phone-file',
    })
    input.addEventListener('change', () => {
      input.remove()
      resolve([...(input.files ?? [])].slice(0, most))
    })
    input.addEventListener('cancel', () => {
      input.remove()
      reject(new Error('cancel'))
    })
    document.getElementById('phone-file')?.remove()
    document.body.append(input)
    input.click()
  })
}
const pathOf = (file: File): string => {
  const path = URL.createObjectURL(file)
  picked.set(path, file)
  return path
}
const bytesOf = async (path: string): Promise<Blob> => picked.get(path) ?? (await fetch(path)).blob()

/** Files that a page has written, under the path it gave them. */
function keepFile(path: string, data: unknown, encoding: string): void {
  const bytes =
    encoding === 'base64'
      ? Uint8Array.from(atob(text(data)), (one) => one.charCodeAt(0))
      : (data as string | ArrayBuffer)
  picked.set(path, new File([bytes], path.split('/').at(-1) ?? path))
}
/** A browser's way of giving a file to somebody. */
async function download(path: string, name: string): Promise<void> {
  const href = URL.createObjectURL(await bytesOf(path))
  Object.assign(document.createElement('a'), { href, download: name.split('/').at(-1) }).click()
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}
let brightness = 0.5

const listeners = {
  theme: new Set<(value: { theme: string }) => void>(),
  network: new Set<(value: object) => void>(),
  resize: new Set<(value: object) => void>(),
}

addEventListener('resize', () => {
  for (const listener of listeners.resize) listener({ size: { windowWidth: innerWidth, windowHeight: innerHeight } })
})
addEventListener(
  'message',
  ({ data, origin }: MessageEvent<{ to?: string; online?: boolean; theme?: 'light' | 'dark'; scanned?: string }>) => {
    if (origin !== location.origin || data?.to !== 'phone') return
    if (data.online !== undefined) {
      host.isOnline = data.online
      for (const listener of listeners.network)
        listener({ isConnected: data.online, networkType: data.online ? 'wifi' : 'none' })
    }
    if (data.scanned) scanned?.(data.scanned)
    if (data.theme) {
      host.theme = data.theme
      document.documentElement.dataset.theme = data.theme
      for (const listener of listeners.theme) listener({ theme: data.theme })
    }
  },
)

/** A scan is answered by the panel beside the phone, or by pasting on a bare phone. */
let scanned: ((text: string) => void) | undefined
async function scan(): Promise<{ result: string }> {
  if (parent !== window) {
    panel({ scanning: true })
    return new Promise((resolve) => {
      scanned = (result) => resolve({ result })
    })
  }
  const { content, confirm } = await showDialog({
    title: '扫码',
    content: '',
    editable: true,
    placeholderText: '粘贴码的内容',
  })
  if (!confirm || !content) throw new Error('cancel')
  return { result: content }
}

function selectorQuery(router: Router) {
  const tasks: (() => unknown)[] = []
  const find = (selector: string) => [
    ...(router.top()?.element.querySelectorAll<HTMLElement>(
      // The framework writes an id with its component before it.
      selector.replace(/^#([\w-]+)$/, '[id$="--$1"], #$1'),
    ) ?? []),
  ]
  const rect = (element: HTMLElement) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
    return { id: element.id, left, top, right, bottom, width, height }
  }
  const nodes = (get: () => HTMLElement[], all: boolean) => {
    const add = (read: (element: HTMLElement) => unknown, callback?: (value: unknown) => void) => {
      tasks.push(() => {
        const values = get().map(read)
        const value = all ? values : (values[0] ?? null)
        callback?.(value)
        return value
      })
      return query
    }
    return {
      boundingClientRect: (callback?: (value: unknown) => void) => add(rect, callback),
      scrollOffset: (callback?: (value: unknown) => void) =>
        add(({ scrollTop, scrollLeft }) => ({ scrollTop, scrollLeft }), callback),
      node: (callback?: (value: unknown) => void) => add((element) => ({ node: canvasOf(element) }), callback),
      fields: (_fields: object, callback?: (value: unknown) => void) =>
        add((element) => ({ ...rect(element), node: canvasOf(element) }), callback),
    }
  }
  const query = {
    in: () => query,
    select: (selector: string) => nodes(() => find(selector), false),
    selectAll: (selector: string) => nodes(() => find(selector), true),
    selectViewport: () => nodes(() => (router.top() ? [router.top()?.element as HTMLElement] : []), false),
    exec(callback?: (values: unknown[]) => void) {
      requestAnimationFrame(() => callback?.(tasks.map((task) => task())))
      return query
    },
  }
  return query
}

async function callFunction({ name, data }: Options): Promise<object> {
  if (!host.isOnline) throw new Error('network error')
  const response = await fetch(`/functions/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(host.openid && { 'x-wx-openid': host.openid }) },
    body: JSON.stringify(data ?? {}),
  })
  const body = (await response.json()) as { result?: unknown; error?: { message: string } }
  if (body.error) throw new Error(body.error.message)
  return { result: body.result }
}

export function makeWx(router: Router) {
  const windowInfo = () => ({
    pixelRatio: devicePixelRatio,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
    windowWidth: innerWidth,
    windowHeight: innerHeight,
    statusBarHeight: 0,
    screenTop: 0,
    safeArea: { left: 0, top: 0, right: innerWidth, bottom: innerHeight, width: innerWidth, height: innerHeight },
  })
  const appBase = () => ({
    SDKVersion: '3.7.0',
    version: '8.0.50',
    language: 'zh_CN',
    theme: host.theme,
    fontSizeScaleFactor: host.fontScale,
    fontSizeSetting: 16 * host.fontScale,
    enableDebug: false,
    host: { env: 'WeChat' },
  })
  const share = () => {
    const page = router.top()
    const value = page?.call('onShareAppMessage', { from: 'button' }) as { title?: string; path?: string } | undefined
    if (value) showToast(`转发给朋友：${value.title ?? ''}`, 2500)
  }
  document.addEventListener('phone:share', share)

  const api: Record<Exclude<ApiName, `cloud.${string}`>, unknown> & { cloud: Record<string, unknown> } = {
    navigateTo: (o: Options) => answer('navigateTo', o, () => router.navigateTo(text(o.url))),
    redirectTo: (o: Options) => answer('redirectTo', o, () => router.redirectTo(text(o.url))),
    reLaunch: (o: Options) => answer('reLaunch', o, () => router.reLaunch(text(o.url))),
    navigateBack: (o?: Options) => answer('navigateBack', o, () => router.navigateBack(Number(o?.delta ?? 1))),
    switchTab: (o: Options) => answer('switchTab', o, () => router.switchTab(text(o.url))),
    setNavigationBarTitle: (o: Options) => answer('setNavigationBarTitle', o, () => router.setTitle(text(o.title))),
    setNavigationBarColor: (o: Options) => answer('setNavigationBarColor', o, () => ({})),
    showToast: (o: Options) => answer('showToast', o, () => showToast(text(o.title), Number(o.duration ?? 1500))),
    hideToast: (o?: Options) => answer('hideToast', o, () => hideToast()),
    showLoading: (o: Options) => answer('showLoading', o, () => showToast(text(o.title), Number.POSITIVE_INFINITY)),
    hideLoading: (o?: Options) => answer('hideLoading', o, () => hideToast()),
    showModal: (o: Options) => answer('showModal', o, () => showDialog(o as DialogOptions)),
    showActionSheet: (o: Options) =>
      answer('showActionSheet', o, async () => {
        const tapIndex = await chooseOne(text(o.alertText) || '请选择', o.itemList as string[])
        if (tapIndex === undefined) throw new Error('cancel')
        return { tapIndex }
      }),
    getStorageSync: (key: string) => JSON.parse(localStorage.getItem(storageKey(key)) ?? '""'),
    setStorageSync: (key: string, data: unknown) => localStorage.setItem(storageKey(key), JSON.stringify(data)),
    removeStorageSync: (key: string) => localStorage.removeItem(storageKey(key)),
    clearStorageSync: () => {
      for (const key of Object.keys(localStorage)) if (key.startsWith(storageKey(''))) localStorage.removeItem(key)
    },
    getStorage: (o: Options) =>
      answer('getStorage', o, () => ({ data: JSON.parse(localStorage.getItem(storageKey(text(o.key))) ?? '""') })),
    setStorage: (o: Options) =>
      answer('setStorage', o, () => localStorage.setItem(storageKey(text(o.key)), JSON.stringify(o.data))),
    removeStorage: (o: Options) => answer('removeStorage', o, () => localStorage.removeItem(storageKey(text(o.key)))),
    chooseMedia: (o: Options) =>
      answer('chooseMedia', o, async () => ({
        type: 'image',
        tempFiles: (await pickFiles('image/*', Number(o.count ?? 9))).map((file) => ({
          tempFilePath: pathOf(file),
          size: file.size,
          fileType: 'image',
        })),
      })),
    chooseMessageFile: (o: Options) =>
      answer('chooseMessageFile', o, async () => ({
        tempFiles: (await pickFiles('', Number(o.count ?? 1))).map((file) => ({
          path: pathOf(file),
          name: file.name,
          size: file.size,
          type: 'file',
          time: file.lastModified,
        })),
      })),
    previewImage: (o: Options) =>
      answer('previewImage', o, () => open(text(o.current) || (o.urls as string[])[0], '_blank')),
    openDocument: (o: Options) => answer('openDocument', o, () => download(text(o.filePath), text(o.filePath))),
    canvasToTempFilePath: (o: Options) =>
      answer('canvasToTempFilePath', o, async () => {
        const blob = await new Promise<Blob | null>((done) => (o.canvas as HTMLCanvasElement).toBlob(done))
        if (!blob) throw new Error('the canvas is empty')
        return { tempFilePath: pathOf(new File([blob], 'picture.png')) }
      }),
    scanCode: (o?: Options) => answer('scanCode', o, scan),
    setClipboardData: (o: Options) =>
      answer('setClipboardData', o, async () => {
        await navigator.clipboard?.writeText(text(o.data)).catch(() => undefined)
        showToast('内容已复制', 1500)
      }),
    getClipboardData: (o?: Options) =>
      answer('getClipboardData', o, async () => ({ data: await navigator.clipboard.readText() })),
    vibrateShort: (o?: Options) => answer('vibrateShort', o, () => ({})),
    vibrateLong: (o?: Options) => answer('vibrateLong', o, () => ({})),
    makePhoneCall: (o: Options) => answer('makePhoneCall', o, () => showToast(`拨打 ${text(o.phoneNumber)}`, 2000)),
    getWindowInfo: windowInfo,
    getDeviceInfo: () => ({ platform: 'devtools', brand: 'web', model: 'web', system: 'Web' }),
    getAppBaseInfo: appBase,
    getSystemSetting: () => ({
      bluetoothEnabled: false,
      locationEnabled: false,
      wifiEnabled: true,
      deviceOrientation: 'portrait',
    }),
    onThemeChange: (listener: (value: { theme: string }) => void) => void listeners.theme.add(listener),
    offThemeChange: (listener: (value: { theme: string }) => void) => void listeners.theme.delete(listener),
    getNetworkType: (o?: Options) =>
      answer('getNetworkType', o, () => ({ networkType: host.isOnline ? 'wifi' : 'none' })),
    onNetworkStatusChange: (listener: (value: object) => void) => void listeners.network.add(listener),
    offNetworkStatusChange: (listener: (value: object) => void) => void listeners.network.delete(listener),
    onWindowResize: (listener: (value: object) => void) => void listeners.resize.add(listener),
    offWindowResize: (listener: (value: object) => void) => void listeners.resize.delete(listener),
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx-local', envVersion: 'develop', version: '' } }),
    canIUse: () => true,
    nextTick: (callback: () => void) => queueMicrotask(callback),
    createSelectorQuery: () => selectorQuery(router),
    pageScrollTo: (o: Options) =>
      answer('pageScrollTo', o, () => {
        const page = router.top()?.element
        const target = o.selector ? page?.querySelector(text(o.selector)) : undefined
        if (target) target.scrollIntoView()
        else page?.scrollTo({ top: Number(o.scrollTop ?? 0) })
        return {}
      }),
    startPullDownRefresh: (o?: Options) =>
      answer('startPullDownRefresh', o, () => router.top()?.call('onPullDownRefresh')),
    stopPullDownRefresh: (o?: Options) => answer('stopPullDownRefresh', o, () => ({})),
    showShareMenu: (o?: Options) => answer('showShareMenu', o, () => ({})),
    hideShareMenu: (o?: Options) => answer('hideShareMenu', o, () => ({})),
    requestSubscribeMessage: (o: Options) =>
      answer('requestSubscribeMessage', o, async () => {
        const ids = o.tmplIds as string[]
        const { confirm } = await showDialog({
          title: '接收一次提醒',
          content: '小程序想在有新进展时，通过微信给您发一次提醒。',
          confirmText: '允许',
          cancelText: '取消',
        })
        return Object.fromEntries(ids.map((id) => [id, confirm ? 'accept' : 'reject']))
      }),
    getPrivacySetting: (o?: Options) =>
      answer('getPrivacySetting', o, () => ({ needAuthorization: false, privacyContractName: '《用户隐私保护指引》' })),
    requirePrivacyAuthorize: (o?: Options) => answer('requirePrivacyAuthorize', o, () => ({})),
    onNeedPrivacyAuthorization: () => undefined,
    openPrivacyContract: (o?: Options) => answer('openPrivacyContract', o, () => ({})),
    getUpdateManager: () => ({
      onCheckForUpdate() {},
      onUpdateReady() {},
      onUpdateFailed() {},
      applyUpdate: () => location.reload(),
    }),
    setKeepScreenOn: (o?: Options) => answer('setKeepScreenOn', o, () => ({})),
    setScreenBrightness: (o?: Options) =>
      answer('setScreenBrightness', o, () => {
        brightness = Number(o?.value ?? 1)
      }),
    getScreenBrightness: (o?: Options) => answer('getScreenBrightness', o, () => ({ value: brightness })),
    shareFileMessage: (o: Options) =>
      answer('shareFileMessage', o, () => download(text(o.filePath), text(o.fileName) || text(o.filePath))),
    saveImageToPhotosAlbum: (o: Options) =>
      answer('saveImageToPhotosAlbum', o, () =>
        download(text(o.filePath), picked.get(text(o.filePath))?.name ?? text(o.filePath)),
      ),
    getFileSystemManager: () => ({
      readFile: (o: Options) =>
        answer('readFile', o, async () => {
          const blob = await bytesOf(text(o.filePath))
          return {
            data: o.encoding === 'utf-8' || o.encoding === 'utf8' ? await blob.text() : await blob.arrayBuffer(),
          }
        }),
      getFileInfo: (o: Options) =>
        answer('getFileInfo', o, async () => {
          const bytes = await (await bytesOf(text(o.filePath))).arrayBuffer()
          const digest = await crypto.subtle.digest(o.digestAlgorithm === 'sha256' ? 'SHA-256' : 'SHA-1', bytes)
          const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'))
          return { size: bytes.byteLength, digest: hex.join('') }
        }),
      writeFile: (o: Options) => answer('writeFile', o, () => keepFile(text(o.filePath), o.data, text(o.encoding))),
    }),
    onError: (listener: (message: string) => void) => addEventListener('error', ({ message }) => listener(message)),
    onUnhandledRejection: (listener: (value: { reason: unknown }) => void) =>
      addEventListener('unhandledrejection', ({ reason }) => listener({ reason })),
    onAppShow: () => undefined,
    onAppHide: () => undefined,
    env: { USER_DATA_PATH: 'phone://usr' },
    cloud: {
      init: () => undefined,
      callFunction: (o: Options) => answer('cloud.callFunction', o, () => callFunction(o)),
      uploadFile: (o: Options) =>
        answer('cloud.uploadFile', o, async () => {
          if (!host.isOnline) throw new Error('network error')
          const response = await fetch(`/files?path=${encodeURIComponent(text(o.cloudPath))}`, {
            method: 'POST',
            body: await bytesOf(text(o.filePath)),
          })
          return { ...((await response.json()) as object), statusCode: 200 }
        }),
      getTempFileURL: (o: Options) =>
        answer('cloud.getTempFileURL', o, async () =>
          (await fetch('/files/urls', { method: 'POST', body: JSON.stringify({ fileList: o.fileList }) })).json(),
        ),
    },
  }
  panel({ ready: true })
  return api
}

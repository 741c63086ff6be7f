// What this phone can do: built-in components with their attributes and events, and the wx APIs. The build refuses what is not here, by
// file and line, so that nothing is silently missing.

const everywhere = [
  'id',
  'class',
  'style',
  'slot',
  'hidden',
  'hover-class',
  'hover-stay-time',
  'hover-start-time',
  'hover-stop-propagation',
  'tap',
  'longpress',
]
const field = [
  'name',
  'value',
  'placeholder',
  'placeholder-class',
  'placeholder-style',
  'disabled',
  'maxlength',
  'focus',
  'input',
  'focus',
  'blur',
  'confirm',
  'cursor-spacing',
  'adjust-position',
  'confirm-type',
  'always-embed',
  'hold-keyboard',
]

/** Tag → attributes and events; data-*, aria-*, wx:*, mark:* and model:* are allowed everywhere. */
const tags: Record<string, string[]> = {
  view: [],
  text: ['user-select', 'selectable', 'space', 'decode'],
  block: [],
  slot: ['name'],
  template: ['is', 'data', 'name'],
  import: ['src'],
  include: ['src'],
  wxs: ['src', 'module'],
  image: ['src', 'mode', 'lazy-load', 'show-menu-by-longpress', 'load', 'error', 'webp', 'fade-in'],
  button: [
    'type',
    'size',
    'plain',
    'disabled',
    'loading',
    'form-type',
    'open-type',
    'lang',
    'getphonenumber',
    'agreeprivacyauthorization',
  ],
  input: [...field, 'type', 'password', 'cursor'],
  textarea: [...field, 'auto-height', 'fixed', 'show-confirm-bar', 'disable-default-padding', 'linechange'],
  picker: [
    'mode',
    'range',
    'range-key',
    'value',
    'start',
    'end',
    'fields',
    'header-text',
    'disabled',
    'name',
    'change',
    'cancel',
  ],
  switch: ['name', 'checked', 'disabled', 'type', 'color', 'change'],
  checkbox: ['value', 'checked', 'disabled', 'color'],
  'checkbox-group': ['name', 'change'],
  radio: ['value', 'checked', 'disabled', 'color'],
  'radio-group': ['name', 'change'],
  label: ['for'],
  form: ['submit', 'reset', 'report-submit'],
  'scroll-view': [
    'scroll-x',
    'scroll-y',
    'scroll-into-view',
    'scroll-top',
    'enhanced',
    'show-scrollbar',
    'scrolltolower',
    'scroll',
    'enable-flex',
    'type',
  ],
  progress: ['percent', 'stroke-width', 'border-radius', 'activeColor', 'backgroundColor', 'show-info', 'active'],
  canvas: ['type', 'canvas-id'],
  'page-meta': ['page-style', 'root-font-size', 'root-background-color', 'background-color', 'scroll-top'],
  'root-portal': ['enable'],
}

export const isTag = (tag: string): boolean => Object.hasOwn(tags, tag)
export const builtInTags = Object.keys(tags).filter(
  (tag) => !['block', 'slot', 'template', 'import', 'include', 'wxs'].includes(tag),
)

/** 'bind:tap' → 'tap'; an attribute stays itself. */
const bare = (name: string): string => name.replace(/^(?:capture-bind|capture-catch|mut-bind|bind|catch):?/, '')

export function honours(tag: string, attribute: string): boolean {
  if (/^(data-|aria-|wx:|mark:|model:|generic:|change:|worklet:)/.test(attribute)) return true
  const allowed = tags[tag]
  return (
    allowed === undefined ||
    allowed.includes(attribute) ||
    everywhere.includes(attribute) ||
    allowed.includes(bare(attribute)) ||
    everywhere.includes(bare(attribute))
  )
}

/** wx.<name>; 'cloud.x' for what lies under wx.cloud. The runtime's object is checked against this list by its type. */
export const apiNames = [
  'navigateTo',
  'redirectTo',
  'reLaunch',
  'navigateBack',
  'switchTab',
  'setNavigationBarTitle',
  'setNavigationBarColor',
  'showToast',
  'hideToast',
  'showLoading',
  'hideLoading',
  'showModal',
  'showActionSheet',
  'getStorage',
  'setStorage',
  'removeStorage',
  'getStorageSync',
  'setStorageSync',
  'removeStorageSync',
  'clearStorageSync',
  'chooseMedia',
  'chooseMessageFile',
  'previewImage',
  'scanCode',
  'setClipboardData',
  'getClipboardData',
  'vibrateShort',
  'vibrateLong',
  'makePhoneCall',
  'getWindowInfo',
  'getDeviceInfo',
  'getAppBaseInfo',
  'getSystemSetting',
  'onThemeChange',
  'offThemeChange',
  'getNetworkType',
  'onNetworkStatusChange',
  'offNetworkStatusChange',
  'getLaunchOptionsSync',
  'getEnterOptionsSync',
  'getAccountInfoSync',
  'canIUse',
  'nextTick',
  'createSelectorQuery',
  'pageScrollTo',
  'startPullDownRefresh',
  'stopPullDownRefresh',
  'showShareMenu',
  'hideShareMenu',
  'requestSubscribeMessage',
  'getPrivacySetting',
  'requirePrivacyAuthorize',
  'onNeedPrivacyAuthorization',
  'openPrivacyContract',
  'getUpdateManager',
  'setKeepScreenOn',
  'setScreenBrightness',
  'getFileSystemManager',
  'onWindowResize',
  'offWindowResize',
  'onError',
  'onUnhandledRejection',
  'onAppShow',
  'onAppHide',
  'cloud.init',
  'cloud.callFunction',
  'cloud.uploadFile',
  'cloud.getTempFileURL',
  'env',
] as const
export type ApiName = (typeof apiNames)[number]

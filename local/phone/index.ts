// The real pages of a mini-program in a browser: build, watch and serve.
export { type Built, buildPhone, type PhoneOptions, watchPhone } from './build'
export { PhoneBuildError } from './build/problems'
export { type DeskOptions, servePhone } from './server'

// Starts the mini-program: the cloud, and nothing else; each page asks for what it shows.
import { startSession } from './lib/session'

App({
  onLaunch() {
    wx.cloud.init({ traceUser: true })
    startSession()
  },
})

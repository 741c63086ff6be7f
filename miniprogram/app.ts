// Starts the mini-program: the cloud, the session, and the scans that are still on the phone; each page asks for what it shows.
import { sendKept } from './lib/scans'
import { startSession } from './lib/session'

const catchUp = async () => {
  const arrived = await sendKept()
  if (arrived) wx.showToast({ title: `补传了 ${arrived} 条签到`, icon: 'none' })
}

App({
  onLaunch() {
    wx.cloud.init({ traceUser: true })
    startSession()
    wx.onNetworkStatusChange(({ isConnected }) => isConnected && catchUp())
  },
  onShow() {
    catchUp()
  },
})

// What the timer does for volunteers: offers pass on, records are written, calls climb. Activities begin and end by their own rows.
import type { Job } from '../../core/manifest'
import { climbUnfilled, tellFilled } from './climbing'
import { countRecords } from './counting'
import { finishJoins } from './join'
import { freeLeavers } from './leavers'
import { passOffers } from './leaving'
import { reachOtherShifts } from './other-shifts'
import { checkAccounts, keepLedger } from './point-book'
import { writeOwed } from './records'
import { moveSeals } from './sealed'

const offers: Job = {
  name: 'passOffers',
  about: '候补逾期未确认的，转给下一位',
  everyMinutes: 1,
  run: ({ store, now }) => passOffers(store, now),
}

const otherShifts: Job = {
  name: 'reachOtherShifts',
  about: '一个班次改了整个活动的风险告知、负责人或内容，告诉其他班次',
  everyMinutes: 1,
  run: ({ store, now }) => reachOtherShifts(store, now),
}

const records: Job = {
  name: 'writeRecords',
  about: '补写已确认的时长记录',
  everyMinutes: 1,
  run: ({ store }) => writeOwed(store),
}

const counting: Job = {
  name: 'countRecords',
  about: '汇总个人时长、积分、培训与核验记录',
  everyMinutes: 1,
  run: ({ store, now }) => countRecords(store, now),
}

const ledger: Job = {
  name: 'keepLedger',
  about: '积分入账、到期与兑换核对',
  everyMinutes: 5,
  run: ({ store, now }) => keepLedger(store, now),
}

const checking: Job = {
  name: 'checkAccounts',
  about: '逐户核对积分余额与明细',
  everyMinutes: 10,
  run: ({ store, now }) => checkAccounts(store, now),
}

const climbing: Job = {
  name: 'climbUnfilled',
  about: '三天内未招满的，扩大到全街道招募；扩大后招满的，告诉本社区',
  everyMinutes: 10,
  run: async ({ store, now }) => (await climbUnfilled(store, now)) + (await tellFilled(store, now)),
}

const seals: Job = {
  name: 'moveSeals',
  about: '密钥更换后，把证件号码改用新密钥加密',
  everyMinutes: 5,
  run: ({ store }) => moveSeals(store),
}

const leavers: Job = {
  name: 'freeLeavers',
  about: '账号注销后，让出名额，记录除名',
  everyMinutes: 1,
  run: ({ store, now }) => freeLeavers(store, now),
}

const joins: Job = {
  name: 'finishJoins',
  about: '没有手机时的记录并入账号：通知本人，办到一半的继续或还原',
  everyMinutes: 1,
  run: ({ store, now }) => finishJoins(store, now),
}

export const jobs: Job[] = [joins, offers, otherShifts, records, counting, ledger, checking, climbing, seals, leavers]

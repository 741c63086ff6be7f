// Writes of volunteering, each with its situation: what test/safety/faults.ts breaks at every call.
import { dayMs, minuteMs } from '../../../cloudfunctions/api/core/clock'
import { certificateCode } from '../../../cloudfunctions/api/modules/volunteers/certificate'
import { codeOf, printedCodeOf } from '../../../cloudfunctions/api/modules/volunteers/code'
import { earned, emptyAccount } from '../../../cloudfunctions/api/modules/volunteers/points'
import { lineOf } from '../../../cloudfunctions/api/modules/volunteers/shift'
import { placeOf } from '../../../cloudfunctions/api/modules/volunteers/without-phone'
import {
  activityInput,
  freshId,
  ok,
  profileInput,
  published,
  request,
  saturday,
  saturdayEnd,
} from '../../support/activities'
import { wednesday } from '../../support/clock'
import { plum } from '../../support/world'
import type { Sending, Write } from '../faults'
import {
  about,
  after,
  aShift,
  asked,
  claimOf,
  coded,
  correcting,
  helped,
  hours,
  marking,
  offered,
  organiser,
  place,
  recorded,
  row,
  scanning,
  seated,
  signing,
  somebody,
  stamp,
  step,
  there,
} from './situations'

export const volunteerWrites: readonly Write[] = [
  signing('a free place', []),
  signing('a family', [], { with: ['小满'] }),
  signing('the waiting list', [{}, {}]),
  row('with a dead claim in the way', 'signUp', async (door) => {
    const dead = await aShift(door)
    const shift = await aShift(door)
    const one = await somebody(door, { agenda: [claimOf(dead)] })
    return { openid: one.openid, data: { id: shift._id, request: request() }, documents: about(shift, one) }
  }),
  place('with somebody waiting', 'leave', [{}, {}, { state: 'waiting' }], 0),
  place('the waiting list', 'leave', [{}, {}, { state: 'waiting' }], 2),
  place('an offer', 'confirm', [{}, offered], 1),
  place('after a change', 'confirm', [{ state: 'choosing' }, {}], 0),
  scanning('in', {}, saturday, ({ secret, _id }) => codeOf(secret, _id, 'in', saturday)),
  scanning('in with an offer', offered, saturday, ({ secret, _id }) => codeOf(secret, _id, 'in', saturday)),
  scanning('out', { in: stamp(saturday) }, saturdayEnd, ({ secret, _id }) => codeOf(secret, _id, 'out', saturdayEnd)),
  scanning('sent later', {}, after, ({ secret, _id }) => codeOf(secret, _id, 'in', saturday), { later: true }),
  scanning('on paper', {}, saturday, ({ secret, _id }) => printedCodeOf(secret, _id, 'in')),
  row('a walk-in', 'scan', async (door) => {
    const shift = await aShift(door)
    const one = await somebody(door)
    const code = codeOf(shift.secret, shift._id, 'in', saturday)
    const data = { code, request: request(), walkIn: true }
    return { openid: one.openid, now: saturday, data, documents: about(shift, one) }
  }),
  // The roster says how far the call may still climb, and the timer lets it.
  row(
    'a person without a phone',
    'addWithoutPhone',
    async (door) => {
      const shift = await aShift(door)
      const asked = { id: shift._id, request: request(), name: '马惊蛰', consent: 'paper' }
      const kept = placeOf({ ...asked, building: plum }, 'pvolunteer')
      return { openid: organiser, data: asked, documents: [...about(shift), ['people', kept]] }
    },
    true,
  ),
  row('a resident', 'signUpFor', async (door) => {
    const shift = await aShift(door)
    const one = await coded(door)
    const data = { id: shift._id, request: request(), code: one.code, consent: 'phone' }
    return { openid: 'openid-clerk', data, documents: about(shift, one) }
  }),
  row('a record to an account', 'join', async (door) => {
    const shift = await aShift(door)
    const paper = { id: shift._id, request: request(), name: '马惊蛰', consent: 'paper' }
    const [{ card }] = ok(await door.call('volunteer', 'volunteers.addWithoutPhone', paper)).lines
    const one = await coded(door)
    const data = { account: one.code, card, request: request(), checked: true }
    const documents: Sending['documents'] = [
      ...about(shift, one),
      ['people', placeOf({ ...paper, building: plum }, 'pvolunteer')],
      ['access', `joined_${data.request}`],
      ['inbox', `joined_${data.request}`],
    ]
    return { openid: 'openid-clerk', data, documents }
  }),
  helped('with somebody waiting', 'leaveFor', [{}, {}, { state: 'waiting' }], 0),
  helped('an offer', 'confirmFor', [{}, offered], 1),
  row('for a resident', 'certificateFor', async (door) => {
    const [, one, record] = await recorded(door)
    const { code } = await coded(door, one)
    const data = { code, consent: 'paper', reason: '本人要交材料', request: request(), year: 2026, record: record._id }
    const kept = certificateCode(one.key, data.request)
    return { openid: 'openid-clerk', now: after, data, documents: [['certificates', kept]] }
  }),
  row('a neighbour', 'nominate', async (door) => {
    const [one, { code }] = [await somebody(door), await coded(door)]
    const data = { id: freshId(), award: 'neighbour', code, words: '十年来一直帮楼里的老人取快递。' }
    return { openid: one.openid, data, documents: [['matters', data.id]] }
  }),
  marking('in', {}, saturday),
  marking('out', { in: stamp(saturday) }, saturdayEnd),
  marking('sure', { in: stamp(saturday, false) }, saturdayEnd),
  marking('absent', {}, saturdayEnd),
  row('of two', 'confirmHours', async (door) => {
    const [shift, people] = await seated(door, [there, { in: stamp(saturday) }])
    const lines = people.map(({ key }) => ({ line: lineOf(shift._id, key) }))
    const data = { id: shift._id, lines, request: request() }
    return { openid: 'openid-clerk', now: after, data, documents: hours(shift, ...people) }
  }),
  row('an activity', 'rate', async (door) => {
    const [shift, one] = await recorded(door)
    const data = { id: shift._id, stars: 5, words: '很好', request: request() }
    return { openid: one.openid, now: after, data, documents: about(shift, one) }
  }),
  row('a volunteer', 'ratePerson', async (door) => {
    const [shift, one] = await recorded(door)
    const data = { id: shift._id, line: lineOf(shift._id, one.key), stars: 4, words: '', request: request() }
    return { openid: organiser, now: after, data, documents: about(shift, one) }
  }),
  row('time and place', 'editShift', async (door) => {
    const [shift, people] = await seated(door, [{}, offered])
    const times = { startsAt: saturday + dayMs, endsAt: saturdayEnd + dayMs }
    const data = { id: shift._id, ...times, place: '社区活动室', capacity: 3, request: request() }
    return { openid: organiser, data, documents: about(shift, ...people) }
  }),
  // Of the whole activity: the timer asks in its other shift, and lets the call climb.
  row(
    'the risk notice',
    'editShift',
    async (door) => {
      const [shift, people] = await seated(door, [{}, { state: 'waiting' }])
      const [other, others] = await seated(door, [{}, { state: 'waiting' }], { activity: shift.activity })
      const { startsAt, endsAt, place, capacity } = shift
      const what = { startsAt, endsAt, place, capacity, notice: '地面湿滑，请穿防滑鞋。' }
      const data = { id: shift._id, ...what, request: request() }
      return { openid: organiser, data, documents: [...about(shift, ...people), ...about(other, ...others)] }
    },
    true,
  ),
  row('to the street', 'climb', async (door) => {
    const shift = await aShift(door)
    return { openid: organiser, data: { id: shift._id, request: request() }, documents: about(shift) }
  }),
  row('to those who fit', 'offer', async (door) => {
    // Nobody else fits: only this one is as old as that.
    const one = await somebody(door, { bornOn: '1940-01-01' })
    const shift = await aShift(door, { ageMin: 80 })
    return { openid: organiser, data: { id: shift._id, request: request() }, documents: about(shift, one) }
  }),
  row('again', 'saveProfile', async (door) => {
    const one = await somebody(door)
    return { openid: one.openid, data: profileInput({ skills: ['care'] }), documents: [['people', one.openid]] }
  }),
  row('of one record', 'certificate', async (door) => {
    const [, one, record] = await recorded(door)
    const data = { request: request(), year: 2026, record: record._id }
    const code = certificateCode(one.key, data.request)
    return { openid: one.openid, now: after, data, documents: [['certificates', code]] }
  }),
  row('taken back', 'withdrawCertificate', async (door) => {
    const [, one, record] = await recorded(door)
    const data = { request: request(), year: 2026, record: record._id }
    const { code } = ok(await door.call(one.openid, 'volunteers.certificate', data, after))
    return { openid: one.openid, now: after + minuteMs, data: { code }, documents: [['certificates', code]] }
  }),
  row('of a record', 'askCorrection', async (door) => {
    const [, one, record] = await recorded(door)
    const data = { id: freshId(), record: record._id, minutes: 60, words: '那天早退了一小时' }
    return { openid: one.openid, now: after, data, documents: [['matters', data.id]] }
  }),
  row('a record', 'revoke', async (door) => {
    const [shift, one] = await recorded(door)
    const data = { id: shift._id, line: lineOf(shift._id, one.key), words: '重复登记', request: request() }
    return { openid: 'openid-clerk2', now: after, data, documents: hours(shift, one) }
  }),
  row('a new item', 'saveItem', async () => {
    const data = { id: freshId(), area: plum, title: '理发一次', kind: 'service', price: 10, stock: 3 }
    return { openid: 'openid-clerk', data, documents: [['pointItems', data.id]] }
  }),
  row('points', 'spend', async (door) => {
    const one = await somebody(door)
    const item = freshId()
    const shelf = { id: item, area: plum, title: '理发一次', kind: 'service', price: 10, stock: 3 }
    ok(await door.call('clerk', 'volunteers.saveItem', shelf))
    await door.store.add('pointAccounts', earned(emptyAccount(one.key), `e${freshId()}`, 25, '活动', wednesday))
    const data = { id: freshId(), item, price: 10, title: '理发一次' }
    const documents: Sending['documents'] = [
      ['pointAccounts', one.key],
      ['pointItems', item],
      ['pointPostings', `spend_${data.id}`],
    ]
    return { openid: one.openid, data, documents }
  }),
  row('the last points', 'spend', async (door) => {
    const one = await somebody(door)
    const item = freshId()
    ok(
      await door.call('clerk', 'volunteers.saveItem', {
        id: item,
        area: plum,
        title: '雨伞一把',
        kind: 'token',
        price: 10,
        stock: 1,
      }),
    )
    await door.store.add('pointAccounts', earned(emptyAccount(one.key), `e${freshId()}`, 10, '活动', wednesday))
    const data = { id: freshId(), item, price: 10, title: '雨伞一把' }
    return {
      openid: one.openid,
      data,
      documents: [
        ['pointAccounts', one.key],
        ['pointItems', item],
      ],
    }
  }),
  row('a team', 'registerTeam', async (door) => {
    const one = await somebody(door)
    const data = { id: freshId(), area: plum, title: '护河队', words: '清早巡河捡垃圾', name: '小满' }
    return { openid: one.openid, data, documents: [['matters', data.id]] }
  }),
  row('an activity', 'draft', async () => {
    const data = activityInput()
    return { openid: organiser, data, documents: [['matters', data.id]] }
  }),
  step('publish an activity', 'clerk', 'agree', async (door) => {
    const { id } = await asked(door)
    return { id, documents: [['shifts', `${id}_0_0`]] }
  }),
  step(
    'cancel an activity',
    'clerk',
    'cancel',
    async (door) => {
      const id = await published(door)
      return { id, documents: [['shifts', `${id}_0_0`]] }
    },
    {},
    '大雨',
  ),
  step('correct a record', 'clerk', 'correct', correcting, { minutes: 90 }),
]

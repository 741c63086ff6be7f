// 志愿服务: activities, their shifts, and the hours that people can prove.
import { defineModule } from '../../core/manifest'

export const volunteersModule = defineModule({
  name: 'volunteers',
  label: '志愿服务',
  collections: {
    shifts: {
      about: '班次：一个岗位在一个时间的名额与名单',
      indexes: [
        { name: 'courses', fields: ['reach', 'class', 'state', 'startsAt', '_id'] },
        { name: 'reach', fields: ['reach', 'state', 'startsAt', '_id'] },
        { name: 'within', fields: ['within', 'state', 'startsAt', '_id'] },
        { name: 'activity', fields: ['activity', 'startsAt', '_id'] },
        { name: 'people', fields: ['people', 'startsAt', '_id'] },
        { name: 'homes', fields: ['homes', 'startsAt', '_id'] },
        { name: 'offerDue', fields: ['offerDue'] },
        { name: 'room', fields: ['room'] },
        { name: 'spreads', fields: ['spreads'] },
        { name: 'owed', fields: ['owed'] },
        { name: 'toConfirm', fields: ['activity', 'toConfirm'] },
        { name: 'unsent', fields: ['unsent.n'] },
        { name: 'climbs', fields: ['level', 'climbs', 'state', 'startsAt', '_id'] },
        { name: 'back', fields: ['back', 'state', 'level', 'startsAt', '_id'] },
      ],
    },
    records: {
      about: '服务记录：一个人在一个班次的时长',
      indexes: [
        { name: 'person', fields: ['person', 'startsAt', '_id'] },
        { name: 'counted', fields: ['counted', '_id'] },
        { name: 'within', fields: ['within', 'startsAt', '_id'] },
        { name: 'trained', fields: ['around', 'trainedUntil', '_id'] },
      ],
    },
    certificates: { about: '可核验的平台服务记录', indexes: [{ name: 'person', fields: ['person'] }] },
    pointAccounts: {
      about: '积分账户：一人一份',
      indexes: [
        { name: 'expiry', fields: ['nextExpiry'] },
        { name: 'owed', fields: ['owed', 'checkedAt'] },
      ],
    },
    pointPostings: { about: '积分明细：每笔合计为零', indexes: [{ name: 'person', fields: ['person', 'at', '_id'] }] },
    pointItems: {
      about: '积分兑换的社区服务与纪念品',
      indexes: [
        { name: 'area', fields: ['area', 'state', 'at'] },
        { name: 'held', fields: ['held'] },
      ],
    },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).volunteers
  },
  kinds: {
    get activity() {
      return (require('./kind') as typeof import('./kind')).activityKind
    },
    get correction() {
      return (require('./correction') as typeof import('./correction')).correctionKind
    },
    get team() {
      return (require('./team') as typeof import('./team')).teamKind
    },
    get honour() {
      return (require('./honour') as typeof import('./honour')).honourKind
    },
  },
  get jobs() {
    return (require('./jobs') as typeof import('./jobs')).jobs
  },
  waits: {
    // Who holds no place ahead is not asked for, and nothing is loaded: their own document says so.
    may: (person, now) => {
      const { volunteer } = person as { volunteer?: { agenda?: { startsAt: number }[] } }
      return volunteer?.agenda?.some(({ startsAt }) => startsAt > now) ?? false
    },
    get of() {
      return (require('./waits') as typeof import('./waits')).waits
    },
  },
})

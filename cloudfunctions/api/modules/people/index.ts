// 人员: people, their inbox, and the record of who saw whose personal data.
import { defineModule } from '../../core/manifest'

export const peopleModule = defineModule({
  name: 'people',
  label: '人员',
  collections: {
    people: {
      about: '人员：身份、楼栋、职务、同意',
      indexes: [
        { name: 'key', fields: ['key'], unique: true },
        { name: 'code', fields: ['code'] },
        { name: 'home', fields: ['building'] },
        { name: 'post', fields: ['grants.role', 'grants.area'] },
        { name: 'body', fields: ['grants.body'] },
        { name: 'skills', fields: ['street', 'volunteer.skills', 'volunteer.at', '_id'] },
        { name: 'volunteers', fields: ['street', 'volunteer.at', '_id'] },
        { name: 'agenda', fields: ['volunteer.agenda.shift'] },
        { name: 'sealed', fields: ['volunteer.idSealed.key'] },
        { name: 'joining', fields: ['joinedTo.openSince'] },
      ],
    },
    leavers: { about: '已注销、还要从各处除名的人', indexes: [{ name: 'at', fields: ['at'] }] },
    inbox: {
      about: '消息',
      indexes: [
        { name: 'mine', fields: ['person', 'at', '_id'] },
        { name: 'unread', fields: ['person', 'read'] },
      ],
    },
    access: {
      about: '查看个人信息的记录',
      indexes: [
        { name: 'whose', fields: ['whose', 'at'] },
        { name: 'street', fields: ['street', 'at'] },
        { name: 'place', fields: ['within', 'at'] },
      ],
    },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).people
  },
})

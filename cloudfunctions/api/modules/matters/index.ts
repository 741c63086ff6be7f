// 事项: the collection that every kind shares, its indexes, and the desk.
import { defineModule } from '../../core/manifest'
import { routes } from '../../core/routes'

export const mattersModule = defineModule({
  name: 'matters',
  label: '事项',
  collections: {
    matters: {
      about: '事项：一件需要决定或办理的事',
      indexes: [
        { name: 'turn', fields: ['street', 'turn', 'dueAt', '_id'] },
        { name: 'concern', fields: ['street', 'concern', 'dueAt', '_id'] },
        { name: 'author', fields: ['author', 'at', '_id'] },
        { name: 'behalf', fields: ['onBehalfOf.person', 'at', '_id'] },
        { name: 'place', fields: ['within', 'kind', 'class', 'at', '_id'] },
        // What everybody may see of a place: what is private or not yet checked is not even passed over.
        { name: 'public', fields: ['within', 'kind', 'class', 'body.visibility', 'beside.check', 'at', '_id'] },
        { name: 'late', fields: ['dueAt', 'class'] },
        { name: 'unsent', fields: ['unsent.n'] },
        { name: 'check', fields: ['beside.check'] },
        { name: 'apply', fields: ['beside.apply'] },
        { name: 'delegated', fields: ['delegatedUntil'] },
        // What repeats what (M18), and the overlap board.
        { name: 'repeats', fields: ['street', 'kind', 'class', 'body.category', '_id'] },
        { name: 'board', fields: ['street', 'kind', 'class', '_id'] },
        { name: 'led', fields: ['street', 'class', 'lead'] },
        { name: 'helped', fields: ['street', 'class', 'assists.body'] },
        { name: 'all', fields: ['within', 'at', '_id'] },
        { name: 'wide', fields: ['wide', 'at'] },
        // Entries of a book that are recorded and not confirmed, by their day.
        { name: 'entries', fields: ['body.book', 'body.openOn'] },
        // What the money of a book was used for.
        { name: 'uses', fields: ['body.book', 'kind', 'at', '_id'] },
        { name: 'arrivals', fields: ['body.to', 'class', 'body.evidence.on'] },
        { name: 'moved', fields: ['street', 'movedAt', '_id'] },
        // Giving: a place's campaigns, funds and wishes; a charity's desk; gifts of one target, of one donor, of one need; a card's code.
        { name: 'there', fields: ['area', 'kind', 'class', 'body.visibility', 'beside.check', 'at', '_id'] },
        { name: 'ledBy', fields: ['lead', 'kind', 'status', 'at', '_id'] },
        { name: 'gifts', fields: ['body.to', 'status', 'at', '_id'] },
        { name: 'mine', fields: ['author', 'kind', 'at', '_id'] },
        { name: 'members', fields: ['body.members.key', 'kind', 'class', 'at', '_id'] },
        { name: 'taken', fields: ['body.taker.key', 'kind', 'at', '_id'] },
        { name: 'need', fields: ['body.need', 'at', '_id'] },
        { name: 'card', fields: ['body.card'] },
        // Funds: an allocation's place among its fund's, who has given by the name on the receipt, who was asked about a change of purpose.
        { name: 'fund', fields: ['body.fund', 'kind', 'class', 'beside.check', 'at', '_id'] },
        { name: 'donorNames', fields: ['body.to', 'body.donorName'] },
        { name: 'donorKeys', fields: ['body.to', 'body.donorKeys'] },
        { name: 'consents', fields: ['body.change', 'status', '_id'] },
        { name: 'kept', fields: ['beside.kept.dirty'] },
        // Goods that were given for a campaign, and what a gift became.
        { name: 'campaign', fields: ['body.campaign', 'at', '_id'] },
        { name: 'gift', fields: ['body.gift', 'at', '_id'] },
      ],
    },
    counters: { about: '编号', indexes: [] },
    digests: {
      about: '每日摘要：当天有变化的事项的记录头',
      indexes: [
        { name: 'street', fields: ['street', 'at'] },
        { name: 'at', fields: ['at', '_id'] },
      ],
    },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).matters
  },
  routes,
  get jobs() {
    return (require('./jobs') as typeof import('./jobs')).jobs
  },
})

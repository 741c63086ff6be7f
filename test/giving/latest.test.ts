// The latest gifts of a campaign stand in the order of the days that are shown beside them.
import { byArrival, shownGift } from '../../cloudfunctions/api/modules/giving/pledge/tally'

const day = 86_400_000
const gift = (shownName: string, promisedOn: number, postedOn?: number) =>
  ({
    body: { shownName, hidesAmount: true, ...(postedOn !== undefined && { postedAt: postedOn * day }) },
    beside: {},
    at: promisedOn * day,
  }) as unknown as Parameters<typeof shownGift>[0]

test('a gift that was promised long ago and has just arrived stands first', () => {
  const latest = byArrival([gift('新近认捐', 40, 41), gift('刚刚到账', 10, 60), gift('没有到账日', 20)]).map(shownGift)
  expect(latest.map(({ on }) => on)).toEqual(['1970-03-02', '1970-02-11', '1970-01-21'])
})

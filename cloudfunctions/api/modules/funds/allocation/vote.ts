// The committee's vote on a use: frozen at opening, one vote each, a majority of all members, and whoever has an interest abstains. Pure.
import type { PersonKey } from '../../../core/roles'
import { majorityOf } from '../fund/composition'
import type { AllocationBody } from './document'

type Ballot = Pick<AllocationBody, 'electorate' | 'votes' | 'declarations'>

export const isDeclared = ({ declarations }: Pick<Ballot, 'declarations'>, key: PersonKey): boolean =>
  declarations.some(({ by }) => by === key)
export const hasVoted = ({ votes }: Pick<Ballot, 'votes'>, key: PersonKey): boolean =>
  votes.some(({ by }) => by === key)

export type Outcome = 'passed' | 'rejected' | 'open'

type Tally = { needed: number; yes: number; left: number }

/** `left`: members who may still vote. */
function tallyOf({ electorate, votes, declarations }: Ballot): Tally {
  const abstaining = new Set(declarations.map(({ by }) => by))
  return {
    needed: majorityOf(electorate.length),
    yes: votes.filter(({ agrees }) => agrees).length,
    left: electorate.filter((key) => !abstaining.has(key) && !hasVoted({ votes }, key)).length,
  }
}
const outcomeIn = ({ needed, yes, left }: Tally): Outcome =>
  yes >= needed ? 'passed' : yes + left < needed ? 'rejected' : 'open'

/** What the votes say so far, in whatever order they came: rejected as soon as a majority is out of reach. */
export const outcomeOf = (ballot: Ballot): Outcome => outcomeIn(tallyOf(ballot))

/** Members who may still vote and have not. */
export const leftToVote = (ballot: Ballot): number => tallyOf(ballot).left

/** Whether one more vote is the last one needed. */
export function decides(ballot: Ballot, agrees: boolean): boolean {
  const { needed, yes, left } = tallyOf(ballot)
  return outcomeIn({ needed, yes: yes + (agrees ? 1 : 0), left: left - 1 }) !== 'open'
}

/** 赞成 3 票，反对 1 票，回避 1 人，共 5 人. */
export function sayVotes({ electorate, votes, declarations }: Ballot): string {
  const yes = votes.filter(({ agrees }) => agrees).length
  const away = declarations.filter(({ by }) => electorate.includes(by)).length
  return `赞成 ${yes} 票，反对 ${votes.length - yes} 票${away ? `，回避 ${away} 人` : ''}，共 ${electorate.length} 人`
}

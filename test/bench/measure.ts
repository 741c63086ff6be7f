// How figures are taken: machines are noisy, so a speed is a ratio to a floor measured in the same run, rounds interleaved, medians.

export type Result = {
  name: string
  ratio: number
  must: number
  ok: boolean
  figures: Record<string, number | string>
}

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - startedAt) / 1e6
}

/** Runs both in turn, `rounds` times, and gives each one's median milliseconds. */
export async function interleaved(
  rounds: number,
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<[number, number]> {
  const [ones, others]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    ones.push(await timed(one))
    others.push(await timed(other))
  }
  return [median(ones), median(others)]
}

export const round2 = (value: number): number => Math.round(value * 100) / 100

// What every safety run is asked and what it answers. Runs are pure functions of `cases` and `seed`.

export type Asked = { cases: number; seed: number }
export type SafetyReport = {
  name: string
  cases: number
  /** One sentence each, enough to find the case again; at most fifty are kept. */
  violations: string[]
  seed: number
  figures: Record<string, number>
}
export type SafetyRun = (asked: Asked) => Promise<SafetyReport>

/** Keeps the first fifty violations and counts them all. */
export function violationsList() {
  const kept: string[] = []
  let count = 0
  return {
    kept,
    count: () => count,
    add(sentence: string) {
      count++
      if (kept.length < 50) kept.push(sentence)
    },
  }
}

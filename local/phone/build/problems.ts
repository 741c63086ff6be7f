// Everything that stands in the way of a build, each with its file and line, told at once.

export class PhoneBuildError extends Error {
  constructor(readonly problems: string[]) {
    super(`the pages can't be built:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'PhoneBuildError'
  }
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

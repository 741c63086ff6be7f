// Ids made on the phone before sending: kept until the answer is there, so that sending twice is one matter.

const random = (length: number): string =>
  Array.from({ length }, () => Math.floor(Math.random() * 36).toString(36)).join('')

/** Time first, then chance: 24 characters of [a-z0-9]. */
export const newId = (): string => `${Date.now().toString(36)}${random(16)}`

import { createHash, randomBytes } from 'node:crypto'

/** 24 hex digits that begin with the time, as MongoDB makes them. */
export function newId(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
  return seconds + randomBytes(8).toString('hex')
}

/** The same 24 hex digits for the same text, for things that are known by a name. */
export function idFor(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}

export function newSecret(prefix: string): string {
  return prefix + randomBytes(24).toString('hex')
}

/** How long the provider may stay silent about what a signed event told, before a person is called. */
export const patienceMs = 10 * 60_000

/** Asking again: after 2, 4, 8 … seconds, at most every minute. */
export const waitMs = (tries: number): number => Math.min(60_000, 1_000 * 2 ** Math.min(tries + 1, 6))

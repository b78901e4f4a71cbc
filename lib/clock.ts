/** Where the shop gets the time from; tests pass their own. SQL receives it as a parameter. */
export type Clock = { now(): Date }

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date() }

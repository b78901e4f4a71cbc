/** A mistake that somebody could make: one place of one file, written otherwise, and the tests that should say so. */
export type Fault = { name: string; file: string; from: string; to: string; tests: string[] }

type Place = [name: string, from: string, to: string]

/** Faults of one file that the same tests should find. */
export const faultsIn = (file: string, tests: string[], places: Place[]): Fault[] =>
  places.map(([name, from, to]) => ({ name, file, from, to, tests }))

/** The highest numbers that were given out. */
export type NumberMarks = {
  orders: number
  /** Receipts of each mode. */
  test: number
  live: number
}

/** What is counted. */
export type NumberKind = keyof NumberMarks

/** All that is counted. */
export const numberKinds = ['orders', 'test', 'live'] as const satisfies readonly NumberKind[]

/** Numbers that were passed over, both ends included. */
export type NumberGap = { of: string; first: number; last: number; reason: string; at: Date }

/** What can happen on a good day: a value, or an error the caller must name. Bugs and broken configuration throw. */
export type Result<Value, Failure> = { ok: true; value: Value } | { ok: false; error: Failure }

/** A value. */
export const ok = <Value>(value: Value) => ({ ok: true, value }) as const

/** An error that the caller must name. */
export const err = <Failure>(error: Failure) => ({ ok: false, error }) as const

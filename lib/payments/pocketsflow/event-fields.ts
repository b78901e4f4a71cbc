/** A value and the path at which an event carried it. */
export type Found = { path: string; value: unknown }

type Fields = Record<string, unknown>

/** A JSON object, not an array. Pure. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What lies at a dotted path, own properties only, so that `__proto__` and `constructor` lead nowhere. Pure. */
export function at(source: unknown, path: string): unknown {
  let value = source
  for (const key of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** Sources put an event's content at the top, or in an envelope: `data.*` beside `type`, `event.data.*` beside `event.type`. */
const envelopes = ['', 'data.', 'event.data.']

/** Every place, in every envelope, where one of these names has a value. Pure. */
export function found(body: unknown, names: readonly string[]): Found[] {
  return envelopes
    .flatMap((envelope) => names.map((name) => envelope + name))
    .map((path) => ({ path, value: at(body, path) }))
    .filter(({ value }) => value !== undefined && value !== null)
}

export type Reading<Value> = { value: Value | null; disagrees: boolean }

/** The one value that every home of it agrees on; what `read` does not understand counts as absent. Pure. */
export function agreed<Value>(
  body: unknown,
  names: readonly string[],
  read: (value: unknown) => Value | null,
): Reading<Value> {
  const values = new Set(
    found(body, names)
      .map(({ value }) => read(value))
      .filter((value) => value !== null),
  )
  const [value = null] = values
  return { value: values.size === 1 ? value : null, disagrees: values.size > 1 }
}

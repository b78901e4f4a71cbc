import { isObject, type JsonObject } from './exchange'

export const GROUPS = {
  money: 'The money looks different',
  webhook: 'The webhook misbehaves',
  api: 'The API is slow or fails',
  answers: 'The API answers in another shape',
  page: 'The hosted page and the way back',
  list: 'The order list is not what one hopes',
  subscription: 'Subscriptions',
  refund: 'Refunds',
} as const

export type Group = keyof typeof GROUPS

export type Definition<T> = {
  group: Group
  label: string
  initial: T
  /** Says in words what is accepted. */
  allowed: string
  choices?: readonly string[]
  /** The value if it is allowed; text from a form is accepted like the value it spells. */
  parse(raw: unknown): { value: T } | undefined
}

export function choice<const T extends string>(
  group: Group,
  label: string,
  choices: readonly T[],
  initial: NoInfer<T>,
): Definition<T> {
  return {
    group,
    label,
    initial,
    choices,
    allowed: `one of ${choices.join(', ')}`,
    parse(raw) {
      const value = choices.find((one) => one === raw)
      return value === undefined ? undefined : { value }
    },
  }
}

export function onOff(group: Group, label: string, initial: 'on' | 'off'): Definition<'on' | 'off'> {
  const plain = choice(group, label, ['off', 'on'], initial)
  return {
    ...plain,
    allowed: 'on or off',
    parse: (raw) => plain.parse(typeof raw === 'boolean' ? (raw ? 'on' : 'off') : raw),
  }
}

export function integer(
  group: Group,
  label: string,
  range: { min: number; max: number; initial: number },
): Definition<number> {
  return {
    group,
    label,
    initial: range.initial,
    allowed: `a whole number from ${range.min} to ${range.max}`,
    parse: (raw) => parseInteger(raw, range.min, range.max),
  }
}

/** A whole number, or nothing at all (`null`, or an empty field). */
export function optionalInteger(
  group: Group,
  label: string,
  range: { min: number; max: number },
): Definition<number | null> {
  return {
    group,
    label,
    initial: null,
    allowed: `null, or a whole number from ${range.min} to ${range.max}`,
    parse: (raw) => (raw === null || raw === '' ? { value: null } : parseInteger(raw, range.min, range.max)),
  }
}

/** `none`, `all`, or the number of the next ones that are hit. */
export function countOf(group: Group, label: string): Definition<number | 'none' | 'all'> {
  return {
    group,
    label,
    initial: 'none',
    allowed: 'none, all, or a whole number from 1 to 100000 (the next ones)',
    parse: (raw) => (raw === 'none' || raw === 'all' ? { value: raw } : parseInteger(raw, 1, 100_000)),
  }
}

export function text(group: Group, label: string, pattern: RegExp, allowed: string): Definition<string> {
  return {
    group,
    label,
    initial: '',
    allowed,
    parse: (raw) => (typeof raw === 'string' && (raw === '' || pattern.test(raw)) ? { value: raw } : undefined),
  }
}

/** A JSON merge patch on what would be sent, or `null`. */
export function overlay(group: Group, label: string): Definition<JsonObject | null> {
  return {
    group,
    label,
    initial: null,
    allowed: 'null or a JSON object',
    parse(raw) {
      if (raw === null || raw === '') return { value: null }
      const value = typeof raw === 'string' ? parseText(raw) : raw
      return isObject(value) ? { value } : undefined
    },
  }
}

function parseInteger(raw: unknown, min: number, max: number): { value: number } | undefined {
  const value = typeof raw === 'string' && /^-?\d{1,12}$/.test(raw) ? Number(raw) : raw
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) return undefined
  return { value }
}

function parseText(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    // Not JSON is answered like any other value that is not an object.
    return undefined
  }
}

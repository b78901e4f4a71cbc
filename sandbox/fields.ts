import { type JsonObject, Refusal } from './exchange'

const EMAIL = /^[^\s@]+@[^\s@]+$/

export function invalid(message: string): Refusal {
  return new Refusal(400, 'VALIDATION_ERROR', message)
}

export function requireText(fields: JsonObject, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value.trim() === '') throw invalid(`${name} is required.`)
  return value
}

export function optionalText(fields: JsonObject, name: string): string | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`${name} must be a string.`)
  return value
}

export function requireNumber(fields: JsonObject, name: string): number {
  const value = optionalNumber(fields, name)
  if (value === undefined) throw invalid(`${name} is required.`)
  return value
}

export function optionalNumber(fields: JsonObject, name: string): number | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw invalid(`${name} must be a number, zero or more.`)
  return value
}

export function optionalFlag(fields: JsonObject, name: string): boolean | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'boolean') throw invalid(`${name} must be true or false.`)
  return value
}

export function optionalTexts(fields: JsonObject, name: string): string[] | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string'))
    throw invalid(`${name} must be a list of strings.`)
  return value as string[]
}

export function optionalChoice<const T extends string>(
  fields: JsonObject,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = optionalText(fields, name)
  if (value === undefined) return undefined
  const chosen = choices.find((one) => one === value)
  if (chosen === undefined) throw invalid(`${name} must be one of ${choices.join(', ')}.`)
  return chosen
}

export function isWebUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol } = new URL(value)
  return protocol === 'http:' || protocol === 'https:'
}

export function isEmail(value: string): boolean {
  return value.length <= 254 && EMAIL.test(value)
}

/** Without the entries that were not given. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

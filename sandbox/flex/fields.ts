import { isObject, type JsonObject } from '../exchange'
import { unprocessable } from './errors'

export function textOf(fields: JsonObject, name: string): string | null {
  const value = fields[name]
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') throw unprocessable('invalid', `${name} must be a string.`)
  return value
}

export function requiredText(fields: JsonObject, name: string): string {
  const value = textOf(fields, name)
  if (value === null) throw unprocessable('missing', `${name} is required.`)
  return value
}

/** Cents: a whole number, zero or more. */
export function centsOf(fields: JsonObject, name: string): number | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw unprocessable('invalid', `${name} must be a whole number of cents.`)
  return value
}

export function requiredCents(fields: JsonObject, name: string): number {
  const value = centsOf(fields, name)
  if (value === null) throw unprocessable('missing', `${name} is required.`)
  return value
}

export function flagOf(fields: JsonObject, name: string): boolean | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'boolean') throw unprocessable('invalid', `${name} must be true or false.`)
  return value
}

export function objectOf(fields: JsonObject, name: string): JsonObject | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (!isObject(value)) throw unprocessable('invalid', `${name} must be an object.`)
  return value
}

export function objectsOf(fields: JsonObject, name: string): JsonObject[] {
  const value = fields[name]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || !value.every(isObject))
    throw unprocessable('invalid', `${name} must be a list of objects.`)
  return value
}

export function textsOf(fields: JsonObject, name: string): string[] | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string'))
    throw unprocessable('invalid', `${name} must be a list of strings.`)
  return value as string[]
}

export function webUrlOf(fields: JsonObject, name: string): string | null {
  const value = textOf(fields, name)
  // The placeholder of a session id is no legal character of a URL.
  const plain = value?.replace('{CHECKOUT_SESSION_ID}', 'id')
  if (plain && !(URL.canParse(plain) && /^https?:/.test(plain)))
    throw unprocessable('invalid', `${name} must be an absolute http(s) URL.`)
  return value
}

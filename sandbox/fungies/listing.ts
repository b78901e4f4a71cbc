import type { JsonObject } from '../exchange'
import { invalid } from '../fields'
import type { ApiCall } from './api-route'
import type { World } from './world'

const DEFAULT_TAKE = 20

/** One page of rows by `skip` and `take` (1 to 100), with count and hasMore where the switch lets them be told. */
export function pageOf<T>(world: World, { query }: ApiCall, rows: readonly T[]): { shown: T[]; counted: JsonObject } {
  const { page_size_cap: cap, list_shift: shift, list_count: told } = world.switches.values
  const take = Math.min(wholeNumber(query, 'take', DEFAULT_TAKE), cap)
  const skip = wholeNumber(query, 'skip', 0)
  if (take < 1 || take > 100) throw invalid('take must be from 1 to 100.')
  const start = Math.max(0, skip + (skip > 0 ? shift : 0))
  const isCounted = told === 'on' || query.get('returnCount') === 'true'
  return {
    shown: rows.slice(start, start + take),
    counted: isCounted ? { count: rows.length, hasMore: start + take < rows.length } : { count: null },
  }
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const value = query.get(name)
  if (value === null) return fallback
  if (!/^\d{1,9}$/.test(value)) throw invalid(`${name} must be a whole number.`)
  return Number(value)
}

/** A list filter. It must come with literal brackets: percent-encoded ones are not understood, and nothing is filtered. */
export function bracketed({ rawQuery }: ApiCall, name: string): string[] {
  return rawQuery
    .split('&')
    .filter((part) => part.startsWith(`${name}[]=`))
    .map((part) => decodeURIComponent(part.slice(name.length + 3)))
}

export function newestFirst<T extends { createdAtMs: number }>(rows: readonly T[]): T[] {
  // Reversed before the stable sort, so that of two of one millisecond the later one comes first.
  return [...rows].reverse().sort((a, b) => b.createdAtMs - a.createdAtMs)
}

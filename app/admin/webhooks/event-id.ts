import { z } from 'zod'

const id = z.coerce.number().int().min(1).max(2_147_483_647)

/** A delivery's id as an address or a form names it; null when it is none. */
export function readEventId(value: unknown): number | null {
  const parsed = id.safeParse(value)
  return parsed.success ? parsed.data : null
}

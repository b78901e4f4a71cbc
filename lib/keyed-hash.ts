import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from './env'

/**
 * HMAC-SHA256 of `text` with AUTH_SECRET, kept apart by purpose so that what is made for one use is worthless in another.
 * @throws when AUTH_SECRET is not set; the start commands always set it.
 */
export function keyedHash(purpose: string, text: string): Buffer {
  const { AUTH_SECRET } = env()
  if (!AUTH_SECRET) throw new Error('AUTH_SECRET is not set; the start commands make or require one')
  return createHmac('sha256', AUTH_SECRET).update(`${purpose}\n${text}`).digest()
}

/** Compares without telling by its duration where two values differ. */
export function sameBytes(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}

import 'server-only'
import { createHmac } from 'node:crypto'
import { env } from '@/lib/env'

/**
 * The bearer with which a process of this shop proves itself to its own /api/internal routes: HMAC-SHA256 of AUTH_SECRET,
 * in hex. @throws when AUTH_SECRET is not set; the start commands always set it.
 */
export function internalToken(): string {
  const { AUTH_SECRET } = env()
  if (!AUTH_SECRET) throw new Error('AUTH_SECRET is not set; the start commands make or require one')
  return createHmac('sha256', AUTH_SECRET).update('internal-refresh').digest('hex')
}

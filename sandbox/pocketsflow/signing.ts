import { createHmac } from 'node:crypto'
import type { Forgery } from '../post'

export type SignedBody = { body: string; signature: string | null }

/** Lowercase hex HMAC-SHA256 over the raw body, the secret taken as it is written. */
export function signBody(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body, 'utf8').digest('hex')
}

/** A delivery that an honest endpoint has to refuse. */
export function forge(body: string, secret: string, forgery: Forgery): SignedBody {
  if (forgery === 'unsigned') return { body, signature: null }
  if (forgery === 'wrong_secret') return { body, signature: signBody(body, `${secret}_of_somebody_else`) }
  return { body: body.replace(/\}$/, ',"tampered":true}'), signature: signBody(body, secret) }
}

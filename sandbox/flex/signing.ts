import { createHmac, randomBytes } from 'node:crypto'
import type { Forgery } from '../post'
import type { SwitchValues } from './switch-catalogue'

export type Signed = { id: string; timestamp: string; body: string }
type Family = SwitchValues['header_family']

export function newSigningSecret(prefix: string): string {
  return prefix + randomBytes(24).toString('base64')
}

/** Base64 HMAC-SHA256 over `<id>.<timestamp>.<body>`; the key is what the secret's text after its prefix decodes to. */
export function signMessage({ id, timestamp, body }: Signed, secret: string): string {
  const key = Buffer.from(secret.replace(/^f?whsec_/, ''), 'base64')
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')
}

type Wish = { secret: string; forgery: Forgery | undefined; family: Family; signatures: SwitchValues['signatures'] }

/** The headers of one delivery, in the family and with the signatures that are asked for. */
export function signedHeaders(message: Signed, { secret, forgery, family, signatures }: Wish): Record<string, string> {
  const stranger = newSigningSecret('fwhsec_')
  const own = signMessage(message, forgery === 'wrong_secret' ? stranger : secret)
  const list = listSignatures(own, signMessage(message, stranger), signatures)
  const named = (prefix: string, signature: string) => ({
    [prefix === 'flex' ? 'flex-event-id' : `${prefix}-id`]: message.id,
    [`${prefix}-timestamp`]: message.timestamp,
    ...(forgery === 'unsigned' ? {} : { [`${prefix}-signature`]: signature }),
  })
  if (family === 'flex') return named('flex', own)
  if (family === 'webhook_and_svix') return { ...named('webhook', list), ...named('svix', list) }
  return named(family, list)
}

function listSignatures(own: string, other: string, signatures: SwitchValues['signatures']): string {
  const [good, old] = [`v1,${own}`, `v1,${other}`]
  if (signatures === 'good_first') return `${good} ${old}`
  return signatures === 'good_last' ? `v1a,${other} ${old} ${good}` : good
}

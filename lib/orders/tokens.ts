import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { keyedHash } from '@/lib/keyed-hash'
import { hashToken, newToken } from '@/lib/shared/token'

const mailTokenDays = 730
const returnLinkDays = 180
const dayMs = 86_400_000
const tokenShape = /^[A-Za-z0-9_-]{22}$/

/** What a link to an order was made for. */
export type OrderTokenPurpose = 'return_link' | 'mail'

/** When a link ends that outlives a moment by half a year: a receipt is looked at later than its order can be paid. */
export const linkExpiresAfter = (at: Date): Date => new Date(at.getTime() + returnLinkDays * dayMs)

/** Whether a text could be an order's token at all: 128 bits as base64url. */
export const isOrderTokenShaped = (text: string): boolean => tokenShape.test(text)

async function storeToken(
  tx: Tx,
  token: string,
  entry: { orderId: number; purpose: OrderTokenPurpose; at: Date; expiresAt: Date },
): Promise<void> {
  tx.send(sql`
    insert into order_tokens (order_id, token_hash, purpose, created_at, expires_at)
    values (${entry.orderId}, ${hashToken(token)}, ${entry.purpose}::token_purpose, ${entry.at}, ${entry.expiresAt})
    on conflict (token_hash) do nothing`)
}

/**
 * A new random link to an order (128 bits); only its hash is stored, so the returned text is the only copy. Earlier
 * tokens stay valid. Not safe to repeat: each call makes another.
 */
export async function issueOrderToken(
  tx: Tx,
  entry: { orderId: number; purpose: OrderTokenPurpose; at: Date; expiresAt: Date },
): Promise<string> {
  const token = newToken()
  await storeToken(tx, token, entry)
  return token
}

/** What a mail is known by, before it has a row. */
export type MailKey = { orderId: number; kind: string; sequence: number }

/**
 * The token in the links of one mail: made from AUTH_SECRET instead of chance, so that the same mail can be rendered
 * again although only a hash is stored. 128 bits.
 */
export function mailToken({ orderId, kind, sequence }: MailKey): string {
  return keyedHash('order-mail-link', `${orderId}:${kind}:${sequence}`).subarray(0, 16).toString('base64url')
}

/** Makes a mail's link work for two years from `at`. Safe to repeat. */
export async function registerMailToken(tx: Tx, mail: MailKey & { at: Date }): Promise<void> {
  const expiresAt = new Date(mail.at.getTime() + mailTokenDays * dayMs)
  await storeToken(tx, mailToken(mail), { orderId: mail.orderId, purpose: 'mail', at: mail.at, expiresAt })
}

import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import { absentIs } from '@/lib/payments/read-answer'
import { ok } from '@/lib/shared/result'
import { type FlexBooks, lookUpSession, searchSessionsOf } from './lookups'
import { knownOwner } from './owners'
import { isSessionId } from './payments'
import { lookUpInvoice } from './subscriptions'

/**
 * The payment of a session, of a renewal's invoice, or of a payment intent, which is taken back to one of these. Null when
 * there is none (yet). Safe to repeat.
 */
export async function lookUpPayment(books: FlexBooks, id: string): Answer<ProviderPayment | null> {
  const client = books.api.open()
  const ownerId = isSessionId(id) ? id : await knownOwner(books, [id])
  if (ownerId !== null && isSessionId(ownerId)) return lookUpSession(books, client, ownerId)
  const invoice = await lookUpInvoice(books, client, ownerId ?? id)
  if (!invoice.ok || invoice.value !== null || ownerId !== null) return invoice
  const searched = absentIs(undefined, await searchSessionsOf(books, client, [id]))
  if (!searched.ok) return searched
  const sessionId = books.intents.ownerOf(id)
  return sessionId === null ? ok(null) : lookUpSession(books, client, sessionId)
}

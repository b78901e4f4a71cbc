import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql } from '@/lib/db'
import { lockOrder } from '@/lib/orders/order-state'
import { writeTimeline } from '@/lib/orders/timeline'
import type { OpenedPage } from '@/lib/payments/contract/checkout'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { settleConfirmedPayment } from '@/lib/settlement/settle-confirmed-payment'
import { syncSubscription } from '@/lib/subscriptions/sync-subscription'
import { withinDeadline } from './deadline'

/** A page that was opened for an order, as it is kept. */
export type KeptPage = { attemptId: number; sessionId: string | null; url: string }

type Looking = { gateway: PaymentGateway; sessionId: string | null; clock: Clock; timeoutMs: number }

/** How far the provider says that a page has come. */
export type PageState = Pick<OpenedPage, 'state' | 'continueUrl'>

/**
 * Asks the provider how far one page has come, and settles what it shows. Null when the provider cannot be asked about
 * single pages, knows none of that name, or does not answer in time: then the page is as good as open. Safe to repeat.
 */
export async function lookAtPage({ gateway, sessionId, clock, timeoutMs }: Looking): Promise<PageState | null> {
  if (!gateway.checkouts || sessionId === null) return null
  const answer = await withinDeadline(gateway.checkouts.read(sessionId), timeoutMs)
  if (!answer.ok || answer.value === null) return null
  const told = { gateway, clock, confirmedBy: 'return_check' as const }
  const { state, continueUrl, payment, subscriptionId } = answer.value
  if (subscriptionId) await syncSubscription({ ...told, providerSubscriptionId: subscriptionId })
  else if (payment && !payment.isSubscription) await settleConfirmedPayment({ ...told, payment, at: clock.now() })
  return { state, continueUrl }
}

/** Where a shopper with an open page goes: there, to the order that is paid, or nowhere. */
export type WayOn = { kind: 'page'; url: string } | { kind: 'paid' } | { kind: 'expired' }

/** How long a shopper who wants to pay is kept waiting for the answer. */
const patienceMs = 2_500

/** Where an open page leads its shopper now; one that expired at the provider is ended, so that another can be opened. */
export async function wayOnFrom(
  { orderId, page }: { orderId: number; page: KeptPage },
  { gateway, clock }: Pick<Looking, 'gateway' | 'clock'>,
): Promise<WayOn> {
  const seen = await lookAtPage({ gateway, sessionId: page.sessionId, clock, timeoutMs: patienceMs })
  if (seen?.state === 'complete') return { kind: 'paid' }
  if (seen?.state !== 'expired') return { kind: 'page', url: seen?.continueUrl ?? page.url }
  await endExpired(orderId, page.attemptId, clock.now())
  return { kind: 'expired' }
}

async function endExpired(orderId: number, attemptId: number, at: Date): Promise<void> {
  await inTransaction(async (tx) => {
    await lockOrder(tx, orderId)
    const [attempt] = await tx.rows<{ number: number; provider: string }>(sql`
      update attempts set state = 'superseded', live_order_id = null, live_line_id = null
      where id = ${attemptId} and state = 'open' returning number, provider`)
    if (!attempt) return
    const text = `Attempt ${attempt.number}: its payment page has expired at ${providerName(attempt.provider)}; nothing was paid there.`
    await writeTimeline(tx, { orderId, at, actor: 'provider', kind: 'checked', text })
  })
}

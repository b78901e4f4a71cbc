import 'server-only'
import type { Clock } from '@/lib/clock'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { noteDisputes } from '@/lib/settlement/note-disputes'
import { decide, ensurePayment, putOff } from './confirm-refund'
import type { StoredEvent } from './inbox'

type DisputeDeps = { gateway: PaymentGateway; clock: Clock }

/**
 * What an event says of a dispute is only a reason to ask: the payment's own flag decides, opened or ended. No answer is
 * put off, never dropped. Safe to repeat.
 */
export async function confirmDispute(event: StoredEvent, providerOrderId: string, deps: DisputeDeps): Promise<void> {
  const { gateway, clock } = deps
  const later = (problem: string) => putOff(event, { what: 'a dispute', providerOrderId }, problem, clock.now())
  const answer = await gateway.lookUpPayment(providerOrderId)
  if (!answer.ok) return later(`${answer.error.code}: ${answer.error.detail}`)
  if (!answer.value) return later('the provider does not know this payment (yet)')
  const payment = await ensurePayment(event, answer.value, deps)
  if (!payment) return later('the payment could not be settled (yet)')
  await noteDisputes(gateway, [answer.value], clock)
  const { orderId } = payment
  if (orderId !== null) return decide(event, 'settled', null, orderId, clock.now())
  await decide(event, 'unmatched', 'No order of this shop explains this payment.', null, clock.now())
}

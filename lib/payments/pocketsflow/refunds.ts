import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { ProviderRefund, RefundList, RefundRequest } from '@/lib/payments/contract/refunds'
import { toMajor } from '@/lib/shared/money'
import { err, ok } from '@/lib/shared/result'
import { answerOf, isPocketsflowId, type PocketsflowApi } from './calls'
import type { PocketsflowClient } from './client'
import { minorOf } from './orders'
import { type PocketsflowRefund, refundListSchema, refundSchema } from './schemas'

/** No source names pages for `GET /refunds`: the whole history may come in one answer. */
const listMaxBytes = 16 * 1_048_576

/**
 * `POST /refunds`, the amount as a decimal; none = all that is left (docs/providers.md). There is no idempotency key:
 * an answer that was lost or cannot be read is `ambiguous`, and the call must not be repeated before the list was read.
 */
export async function createRefund(client: PocketsflowClient, request: RefundRequest): Answer<ProviderRefund> {
  const { providerOrderId, amountMinor, currency, reason } = request
  if (!isPocketsflowId(providerOrderId)) return err({ code: 'not_found', detail: 'This is no order of Pocketsflow’s.' })
  const params = {
    orderId: providerOrderId,
    ...(amountMinor !== null && { amount: toMajor({ amountMinor, currency }) }),
    reason,
  }
  const answer = await answerOf('changes', refundSchema, () => client.refunds.create(params))
  if (!answer.ok) return answer
  if (answer.value.orderId === providerOrderId) return ok(refundOf(answer.value))
  return err({ code: 'unreadable', detail: 'The answer is about another order.', ambiguous: true })
}

/** `GET /refunds`, newest first; those of an unknown form are left out and make the list not whole. Safe to repeat. */
export async function listNewestRefunds(api: PocketsflowApi): Answer<RefundList> {
  const client = api.open({ maxBytes: listMaxBytes })
  const listed = await answerOf('reads', refundListSchema, () => client.refunds.list())
  if (!listed.ok) return listed
  const raws = listed.value.refunds
  const refunds = raws.flatMap((raw) => {
    const parsed = refundSchema.safeParse(raw)
    return parsed.success ? [refundOf(parsed.data)] : []
  })
  if (raws.length > 0 && refunds.length === 0) {
    return err({ code: 'unreadable', detail: 'None of the listed refunds is of a known form.' })
  }
  return ok({ refunds, isWhole: !listed.value.hasMore && refunds.length === raws.length })
}

function refundOf({ id, orderId, amount, reason, status, createdAt }: PocketsflowRefund): ProviderRefund {
  return {
    providerRefundId: id,
    providerOrderId: orderId,
    amountIn: (currency) => minorOf(amount, currency),
    state: status === 'succeeded' ? 'completed' : status,
    reason: reason ?? null,
    createdAt,
  }
}

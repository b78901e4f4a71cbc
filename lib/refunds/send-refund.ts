import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { writeTimeline } from '@/lib/orders/timeline'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { ProviderRefund, RefundRequestLine } from '@/lib/payments/contract/refunds'
import type { FindGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { formatMoney } from '@/lib/shared/money'
import { applyProviderRefund } from './apply-refund'
import { taggedReason } from './refund-tag'

export type SendDeps = { gateway: FindGateway }

type Outgoing = {
  refundId: number
  paymentId: number
  orderId: number | null
  orderNumber: number | null
  provider: ProviderId
  mode: Mode
  providerOrderId: string
  amountMinor: number
  currency: string
  reason: string
  requestKey: string
}

/** From here on it counts as sent, whatever happens to this process: nobody sends it a second time. */
async function claim(refundId: number, at: Date): Promise<Outgoing | null> {
  const [outgoing] = await rows<Outgoing>(sql`
    update refunds r set sent_at = ${at}
    from payments p left join orders o on o.id = p.order_id
    where r.id = ${refundId} and r.state = 'requested' and r.sent_at is null and p.id = r.payment_id
    returning r.id as "refundId", r.payment_id as "paymentId", p.order_id as "orderId", o.number as "orderNumber",
      r.provider, r.mode, p.provider_order_id as "providerOrderId", r.amount_minor as "amountMinor", r.currency, r.reason,
      r.request_key as "requestKey"`)
  return outgoing ?? null
}

/** What the refund is for, with the product that the provider knows each line by. */
const readLines = (refundId: number) =>
  rows<RefundRequestLine>(sql`
    select l.position + 1 as position, g.quantity, g.amount_minor as "amountMinor", m.provider_product_id as "providerProductId"
    from refund_lines g join refunds r on r.id = g.refund_id join order_lines l on l.id = g.order_line_id
      left join variant_mappings m on m.variant_id = l.variant_id and m.provider = r.provider and m.mode = r.mode
    where g.refund_id = ${refundId} order by l.position`)

type Ending = { state: 'failed' | 'unknown'; failure: string; at: Date }

/** A refund without a readable answer, or with a no. What somebody else learned of it meanwhile stands. */
export async function endRefund(refundId: number, { state, failure, at }: Ending): Promise<boolean> {
  return inTransaction(async (tx) => {
    const [row] = await tx.rows<{ orderId: number | null; amountMinor: number; currency: string }>(sql`
      update refunds set state = ${state}::refund_state, failure = ${failure.slice(0, 500)},
        settled_at = ${state === 'failed' ? at : null}
      where id = ${refundId} and state in ('requested', 'unknown') and provider_refund_id is null
      returning order_id as "orderId", amount_minor as "amountMinor", currency`)
    if (!row) return false
    if (row.orderId === null) return true
    const amount = formatMoney(row)
    await writeTimeline(tx, {
      orderId: row.orderId,
      at,
      actor: 'system',
      kind: state === 'failed' ? 'refund_failed' : 'refund_pending',
      text:
        state === 'failed'
          ? `The refund of ${amount} failed: ${failure}`
          : `The refund of ${amount} is open: ${failure}`,
      data: { refundId },
    })
    return true
  })
}

const lostAnswer =
  'it was sent, but the answer was lost. The shop looks for it in the provider’s list and does not send it again.'

async function endWithoutAnswer(refundId: number, error: GatewayError, at: Date): Promise<void> {
  if (error.ambiguous) await endRefund(refundId, { state: 'unknown', failure: `${lostAnswer} (${error.detail})`, at })
  else await endRefund(refundId, { state: 'failed', failure: `Nothing was sent back. ${error.detail}`, at })
}

async function applyAnswer(outgoing: Outgoing, refund: ProviderRefund, at: Date): Promise<void> {
  const { refundId, orderId, orderNumber, reason } = outgoing
  const told = {
    providerRefundId: refund.providerRefundId,
    amountMinor: refund.amountIn(outgoing.currency) ?? outgoing.amountMinor,
    state: refund.state,
    // The answer is ours even where the provider does not repeat the reason.
    reason: taggedReason({ refundId, orderNumber, reason }),
  }
  const payment = { id: outgoing.paymentId, orderId }
  await inTransaction((tx) => applyProviderRefund(tx, { payment, told, seenBy: 'answer', at }))
}

/**
 * Sends one refund that was written down, at most once ever, outside of any transaction. Its answer is applied; a no ends
 * it as `failed`; a lost answer leaves it `unknown` until the provider's list shows what became of it. Safe to repeat.
 */
export async function sendRefund(
  { refundId, clock }: { refundId: number; clock: Clock },
  { gateway }: SendDeps,
): Promise<void> {
  const outgoing = await claim(refundId, clock.now())
  if (!outgoing) return
  const refunds = gateway(outgoing.provider, outgoing.mode)?.refunds
  if (!refunds) {
    const failure = `Nothing was sent back. ${providerName(outgoing.provider)} is not configured in ${outgoing.mode} mode.`
    await endRefund(refundId, { state: 'failed', failure, at: clock.now() })
    return
  }
  const { providerOrderId, amountMinor, currency, requestKey: key } = outgoing
  const lines = await readLines(refundId)
  const reason = taggedReason(outgoing)
  const answer = await refunds.create({ key, providerOrderId, amountMinor, currency, reason, lines })
  if (!answer.ok) return endWithoutAnswer(refundId, answer.error, clock.now())
  try {
    await applyAnswer(outgoing, answer.value, clock.now())
  } catch (error) {
    // The money is on its way: the row stays `requested` and the list will tell, as after a crash.
    log().error({ err: error, refundId }, 'the answer to a refund could not be written down')
  }
}

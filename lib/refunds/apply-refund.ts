import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { log } from '@/lib/log'
import { writeTimeline } from '@/lib/orders/timeline'
import { formatMoney } from '@/lib/shared/money'
import { completeRefund } from './complete-refund'
import { matchRefund, type RefundRow } from './find-refund-row'
import { lockSubject, type RefundCase, type RefundSubject, readRefundCase, type StatePayment } from './refund-case'
import type { ApplyRefund, RefundedPayment, RefundOutcome } from './told-refund'

const subjectOf = ({ id, orderId }: RefundedPayment): RefundSubject =>
  orderId === null ? { orderId, paymentId: id } : { orderId }

async function insertRefund(tx: Tx, payment: StatePayment, input: ApplyRefund): Promise<RefundRow> {
  const { told, at } = input
  const [row] = await tx.rows<RefundRow>(sql`
    insert into refunds (order_id, payment_id, provider, mode, provider_refund_id, amount_minor, currency, reason, state,
      from_shop, created_at)
    values (${input.payment.orderId}, ${payment.id}, ${payment.provider}::provider, ${payment.mode}::payment_mode,
      ${told.providerRefundId}, ${told.amountMinor}, ${payment.currency},
      ${told.reason?.slice(0, 500) || 'Made at the provider.'}, 'requested', false, ${at})
    returning id, state, amount_minor as "amountMinor", provider_refund_id as "providerRefundId",
      from_shop as "fromShop", restock`)
  if (!row) throw new Error('the refund was not written')
  return row
}

const endings = { pending: 'is on its way', failed: 'failed at the provider' } as const

async function noteState(tx: Tx, state: RefundCase, payment: StatePayment, input: ApplyRefund): Promise<void> {
  const { told, at } = input
  if (!state.order || told.state === 'completed') return
  const amount = formatMoney({ amountMinor: told.amountMinor, currency: payment.currency })
  await writeTimeline(tx, {
    orderId: state.order.id,
    at,
    actor: 'provider',
    kind: told.state === 'failed' ? 'refund_failed' : 'refund_pending',
    text: `The refund of ${amount} of payment ${payment.providerOrderId} ${endings[told.state]}.`,
    data: { providerRefundId: told.providerRefundId, seenBy: input.seenBy },
  })
}

async function moveRow(tx: Tx, row: RefundRow, { told, at }: ApplyRefund): Promise<void> {
  const failure = told.state === 'failed' ? 'The provider reports that it failed; no money went back.' : null
  await tx.rows(sql`
    update refunds set provider_refund_id = ${told.providerRefundId}, state = ${told.state}::refund_state,
      failure = ${failure}, settled_at = ${told.state === 'pending' ? null : at} where id = ${row.id}`)
}

const undone =
  'It was done, and now the provider says that it failed. The books still count it as given back: look there where the money is.'

/** Nobody takes it out of the books; a person is called to it, once. */
async function noteUndone(tx: Tx, row: RefundRow, { payment, told, seenBy, at }: ApplyRefund): Promise<void> {
  const [noted] = await tx.rows<{ amountMinor: number; currency: string }>(sql`
    update refunds set failure = ${undone} where id = ${row.id} and failure is null
    returning amount_minor as "amountMinor", currency`)
  if (!noted || payment.orderId === null) return
  await writeTimeline(tx, {
    orderId: payment.orderId,
    at,
    actor: 'provider',
    kind: 'refund_failed',
    text: `The refund of ${formatMoney(noted)}: ${undone}`,
    data: { providerRefundId: told.providerRefundId, seenBy },
  })
}

/** A refund that ended stays ended; its id may still be learned, and that it failed after all. */
async function keepEnded(tx: Tx, row: RefundRow, input: ApplyRefund): Promise<RefundOutcome> {
  const { told } = input
  if (told.state === 'failed') await noteUndone(tx, row, input)
  if (row.providerRefundId !== told.providerRefundId) {
    await tx.rows(sql`update refunds set provider_refund_id = ${told.providerRefundId} where id = ${row.id}`)
  }
  if (told.state !== 'completed')
    log().warn({ refundId: row.id, told: told.state }, 'a completed refund is told otherwise')
  return 'unchanged'
}

/**
 * The one door for refunds, whoever saw them: answer, webhook, list. Takes the locks itself; one refund of the provider is
 * one row, and what follows from its completion happens once: money, order, stock, ledger, mail. Safe to repeat.
 * @throws when the payment was given to an order at the same moment; the caller rolls back and finds it next time.
 */
export async function applyProviderRefund(tx: Tx, input: ApplyRefund): Promise<RefundOutcome> {
  const { payment: asked, told } = input
  const subject = subjectOf(asked)
  if (!(await lockSubject(tx, subject))) throw new Error(`payment ${asked.id} is not where it was`)
  const state = await readRefundCase(tx, subject)
  const payment = state.payments.find(({ id }) => id === asked.id)
  if (!payment) throw new Error(`payment ${asked.id} is not where it was`)
  const match = await matchRefund(tx, payment, told)
  if (match.kind === 'covered') return 'unchanged'
  const row = match.kind === 'row' ? match.row : await insertRefund(tx, payment, input)
  if (row.state === 'completed') return keepEnded(tx, row, input)
  if (row.state === told.state && row.providerRefundId === told.providerRefundId) return 'unchanged'
  await moveRow(tx, row, input)
  await noteState(tx, state, payment, input)
  if (told.state === 'completed') await completeRefund(tx, { subject, payment, row, input })
  return told.state
}

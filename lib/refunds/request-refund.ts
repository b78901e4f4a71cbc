import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { writeTimeline } from '@/lib/orders/timeline'
import type { FindGateway } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import { formatMoney } from '@/lib/shared/money'
import { err, ok, type Result } from '@/lib/shared/result'
import { refundOfPeriod } from '@/lib/subscriptions/periods'
import type { PlannedRefund, RefundRefusal, RefundState, RefundWish } from './model'
import { planRefund } from './plan-refund'
import { lockSubject, type RefundSubject, readRefundCase, type StatePayment } from './refund-case'
import { sendRefund } from './send-refund'

/** A merchant's wish to give money back. */
export type RequestRefundInput = {
  /** Null for a payment that no order explains; then it is named by `wish.paymentId`. */
  orderId: number | null
  merchantId: number
  wish: RefundWish
  /** Whether the goods go back to the shelf when the money has gone back; only units of lines do. */
  restock: boolean
  reason: string
  /** One form has one key: sent twice, it is one refund. */
  requestKey: string
  clock: Clock
}

export type RefundDeps = { gateway: FindGateway }

/** One refund that came of it, as it stands now. */
export type RequestedRefund = {
  id: number
  state: RefundState
  amountMinor: number
  currency: string
  failure: string | null
}

/** Why nothing was sent. */
export type RefundRequestError = RefundRefusal | { code: 'unknown_order' | 'provider_not_ready' | 'bad_request' }

type Noted = { refundIds: number[]; isNew: boolean }

const keyShape = /^[\w-]{8,64}$/

async function findByKey(tx: Tx, subject: RefundSubject, requestKey: string): Promise<number[]> {
  const ofSubject =
    subject.orderId === null ? sql`payment_id = ${subject.paymentId}` : sql`order_id = ${subject.orderId}`
  const rows = await tx.rows<{ id: number }>(sql`
    select id from refunds where ${ofSubject} and starts_with(request_key, ${`${requestKey}:`}) order by id`)
  return rows.map(({ id }) => id)
}

type Planned = { orderId: number | null; plan: PlannedRefund; payment: StatePayment }

async function insertPlanned(tx: Tx, input: RequestRefundInput, { orderId, plan, payment }: Planned): Promise<number> {
  const [row] = await tx.rows<{ id: number }>(sql`
    insert into refunds (order_id, payment_id, provider, mode, amount_minor, currency, reason, state, from_shop, restock,
      request_key, merchant_id, created_at)
    values (${orderId}, ${payment.id}, ${payment.provider}::provider, ${payment.mode}::payment_mode, ${plan.amountMinor},
      ${payment.currency}, ${input.reason}, 'requested', true, ${input.restock && plan.lines.length > 0},
      ${`${input.requestKey}:${payment.id}`}, ${input.merchantId}, ${input.clock.now()})
    returning id`)
  if (!row) throw new Error('the refund was not written')
  for (const line of plan.lines) {
    await tx.rows(sql`
      insert into refund_lines (refund_id, order_line_id, quantity, amount_minor)
      values (${row.id}, ${line.lineId}, ${line.quantity}, ${line.amountMinor})`)
  }
  if (orderId === null) return row.id
  const amount = formatMoney({ amountMinor: plan.amountMinor, currency: payment.currency })
  await writeTimeline(tx, {
    orderId,
    at: input.clock.now(),
    actor: 'merchant',
    merchantId: input.merchantId,
    kind: 'refund_requested',
    text: `Refund of ${amount} of payment ${payment.providerOrderId} asked for: ${input.reason}`,
    data: { refundId: row.id },
  })
  return row.id
}

function subjectOf({ orderId, wish }: RequestRefundInput): RefundSubject | null {
  if (orderId !== null) return { orderId }
  return wish.kind !== 'lines' && wish.paymentId !== undefined ? { orderId, paymentId: wish.paymentId } : null
}

/** Checks what is left and writes the wish down before anybody is asked; the lock makes two merchants follow one another. */
async function noteRequest(
  tx: Tx,
  input: RequestRefundInput,
  deps: RefundDeps,
): Promise<Result<Noted, RefundRequestError>> {
  const subject = subjectOf(input)
  if (!subject || !(await lockSubject(tx, subject))) return err({ code: 'unknown_order' })
  const known = await findByKey(tx, subject, input.requestKey)
  if (known.length > 0) return ok({ refundIds: known, isNew: false })
  const state = await readRefundCase(tx, subject)
  const planned = planRefund(state, input.wish)
  if (!planned.ok) return planned
  const payments = new Map(state.payments.map((payment) => [payment.id, payment]))
  const refundIds: number[] = []
  for (const plan of planned.value) {
    const payment = payments.get(plan.paymentId)
    if (!payment) throw new Error(`payment ${plan.paymentId} was planned but is not there`)
    if (refundOfPeriod(payment.providerOrderId) || !deps.gateway(payment.provider, payment.mode)?.refunds)
      return err({ code: 'provider_not_ready' })
    refundIds.push(await insertPlanned(tx, input, { orderId: subject.orderId, plan, payment }))
  }
  return ok({ refundIds, isNew: true })
}

const readRequested = (refundIds: number[]) =>
  inTransaction((tx) =>
    tx.rows<RequestedRefund>(sql`
      select id, state, amount_minor as "amountMinor", currency, failure from refunds
      where id = any(${refundIds}) order by id`),
  )

class Refused extends Error {
  constructor(readonly refusal: RefundRequestError) {
    super(refusal.code)
  }
}

/** An error rolls back whatever was written before it. */
async function noteOrRollBack(input: RequestRefundInput, deps: RefundDeps): Promise<Result<Noted, RefundRequestError>> {
  try {
    const noted = await inTransaction(async (tx) => {
      const result = await noteRequest(tx, input, deps)
      if (!result.ok) throw new Refused(result.error)
      return result.value
    })
    return ok(noted)
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal)
    throw error
  }
}

/**
 * Gives money back through the provider: whole, by line or by amount, gross. Written down first, under the order's lock,
 * so that all refunds together never exceed what was paid; then sent, one call for each payment concerned, outside of any
 * transaction. Safe to repeat with the same key: it answers how that refund stands and sends nothing.
 */
export async function requestRefund(
  input: RequestRefundInput,
  deps: RefundDeps = { gateway: findGateway },
): Promise<Result<RequestedRefund[], RefundRequestError>> {
  if (!keyShape.test(input.requestKey)) return err({ code: 'bad_request' })
  const noted = await noteOrRollBack(input, deps)
  if (!noted.ok) return noted
  const { refundIds, isNew } = noted.value
  if (isNew) for (const refundId of refundIds) await sendRefund({ refundId, clock: input.clock }, deps)
  return ok(await readRequested(refundIds))
}

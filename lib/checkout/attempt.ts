import 'server-only'
import { createHash } from 'node:crypto'
import { sql, type Tx } from '@/lib/db'
import { newNonce } from '@/lib/numbering/nonce'
import { writeTimeline } from '@/lib/orders/timeline'
import { issueOrderToken, linkExpiresAfter } from '@/lib/orders/tokens'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import type { CheckoutContact } from './model'

/** How long another request may be at work on an attempt before it counts as lost. */
export const attemptLeaseMs = 20_000

/** The page that is to be opened: where, for whom and for how much. */
export type AttemptPlan = {
  provider: ProviderId
  mode: Mode
  contact: CheckoutContact
  expectedMinor: number
  currency: string
  /** The line to be paid, when the order is paid item by item; null = the whole order. */
  lineId: number | null
  /** The mapped product to be used, or null for one that carries the order's total. */
  mappedProductId: string | null
  at: Date
  orderExpiresAt: Date
}

/** A page that this request is to open. `returnToken` leads its shopper back to the order. */
export type NewAttempt = {
  id: number
  number: number
  nonce: string
  /** For the success and cancel URLs. */
  returnToken: string
  /** An order-priced product made by an earlier attempt for the same total. */
  existingProductId: string | null
  /** Whether another provider opened a page for this order before. */
  wasElsewhere: boolean
}

/** What to do about paying this order: go to its live session, wait for the request that is making it, or make one. */
export type AttemptClaim =
  | { kind: 'open'; attemptId: number; sessionId: string | null; url: string }
  | { kind: 'in_progress'; attemptId: number }
  | { kind: 'new'; attempt: NewAttempt }

type NumberedOrder = { id: number; number: number }

type LiveAttempt = {
  id: number
  state: 'creating' | 'open'
  sessionId: string | null
  url: string | null
  detailsHash: Buffer
  createdAt: Date
}

function hashDetails(plan: AttemptPlan): Buffer {
  const { email, address, discountCode } = plan.contact
  return createHash('sha256')
    .update(JSON.stringify([plan.provider, plan.mode, email, address, discountCode, plan.expectedMinor]))
    .digest()
}

async function endLiveAttempt(tx: Tx, live: LiveAttempt, orderId: number, at: Date): Promise<void> {
  const lost = live.state === 'creating'
  await tx.rows(sql`
    update attempts set live_order_id = null, live_line_id = null, state = ${lost ? 'failed' : 'superseded'}::attempt_state,
      failure_code = case when ${lost} then 'lost' else failure_code end where id = ${live.id}`)
  if (!lost) return
  const text = 'An attempt to open the payment page was interrupted before it was answered.'
  await writeTimeline(tx, { orderId, at, actor: 'system', kind: 'attempt_failed', text })
}

async function insertAttempt(
  tx: Tx,
  order: NumberedOrder,
  plan: AttemptPlan,
  detailsHash: Buffer,
): Promise<NewAttempt> {
  const nonce = newNonce(order.number)
  const [attempt] = await tx.rows<{ id: number; number: number; wasElsewhere: boolean }>(sql`
    insert into attempts (order_id, number, provider, mode, line_id, live_order_id, live_line_id, nonce, details_hash, expected_minor, currency,
      discount_code, provider_product_id, created_at)
    values (${order.id}, (select coalesce(max(number), 0) + 1 from attempts where order_id = ${order.id}),
      ${plan.provider}::provider, ${plan.mode}::payment_mode, ${plan.lineId},
      ${plan.lineId === null ? order.id : null}, ${plan.lineId}, ${nonce}, ${detailsHash}, ${plan.expectedMinor},
      ${plan.currency}, ${plan.contact.discountCode}, ${plan.mappedProductId}, ${plan.at})
    returning id, number, exists (select from attempts e where e.order_id = ${order.id}
      and e.provider <> ${plan.provider}::provider and e.url is not null) as "wasElsewhere"`)
  if (!attempt) throw new Error('the attempt was not written')
  const [product] = await tx.rows<{ id: string }>(sql`
    select provider_product_id as id from order_products
    where order_id = ${order.id} and provider = ${plan.provider}::provider and mode = ${plan.mode}::payment_mode
      and line_key = ${plan.lineId ?? 0} and price_minor = ${plan.expectedMinor} and state = 'live'`)
  const expiresAt = linkExpiresAfter(plan.orderExpiresAt)
  const token = { orderId: order.id, purpose: 'return_link' as const, at: plan.at, expiresAt }
  return { ...attempt, nonce, returnToken: await issueOrderToken(tx, token), existingProductId: product?.id ?? null }
}

/**
 * Decides, under the order's lock, which session pays it: one live session per order, or per line when it is paid
 * item by item. The same details give the same session; a changed e-mail, address, provider or code gives a new one.
 */
export async function claimAttempt(tx: Tx, order: NumberedOrder, plan: AttemptPlan): Promise<AttemptClaim> {
  const detailsHash = hashDetails(plan)
  const [live] = await tx.rows<LiveAttempt>(sql`
    select id, state, provider_session_id as "sessionId", url, details_hash as "detailsHash", created_at as "createdAt"
    from attempts where live_order_id = ${plan.lineId === null ? order.id : null} or live_line_id = ${plan.lineId}::int`)
  if (live?.detailsHash.equals(detailsHash)) {
    if (live.state === 'open' && live.url)
      return { kind: 'open', attemptId: live.id, sessionId: live.sessionId, url: live.url }
    const isFresh = plan.at.getTime() - live.createdAt.getTime() < attemptLeaseMs
    if (isFresh) return { kind: 'in_progress', attemptId: live.id }
  }
  if (live) await endLiveAttempt(tx, live, order.id, plan.at)
  const attempt = await insertAttempt(tx, order, plan, detailsHash)
  const text = `Attempt ${attempt.number}: asking ${providerName(plan.provider)} for a payment page.`
  await writeTimeline(tx, { orderId: order.id, at: plan.at, actor: 'shopper', kind: 'attempt_started', text })
  return { kind: 'new', attempt }
}

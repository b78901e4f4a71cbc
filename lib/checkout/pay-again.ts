import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { payableStatuses } from '@/lib/orders/model'
import { lockOrder, readOrderState } from '@/lib/orders/order-state'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import type { FindCheckoutGateway } from './ask-elsewhere'
import { claimAttempt } from './attempt'
import { failure } from './checkout-failure'
import { type KeptPage, wayOnFrom } from './look-at-page'
import type { CheckoutContact, CheckoutError } from './model'
import { followClaim, type Started } from './open-page'

export type PayAgainInput = {
  orderId: number
  /** Those that may be offered. */
  gateway: FindCheckoutGateway
  elsewhere: FindCheckoutGateway
  clock: Clock
  timeoutMs: number
}

/** The payment page, or the news that there is nothing to pay any more. */
export type PaidOrPage = { kind: 'page'; url: string } | { kind: 'paid' }

type OpenAttempt = KeptPage & { provider: ProviderId; expectedMinor: number; lineId: number | null }

async function findOpenAttempt(orderId: number): Promise<OpenAttempt | null> {
  const [open] = await rows<OpenAttempt>(sql`
    select id as "attemptId", provider, provider_session_id as "sessionId", url, expected_minor as "expectedMinor",
      line_id as "lineId"
    from attempts where order_id = ${orderId} and state = 'open' and url is not null order by number desc limit 1`)
  return open ?? null
}

type Frozen = {
  email: string
  name: string
  address: CheckoutContact['address']
  expiresAt: Date
  /** A subscription goes through the cart again, where its plan is looked up. */
  hasPlan: boolean
}

/** Another page for the whole order at the same provider, as long as its things are set aside. */
async function openAnew(input: PayAgainInput, gateway: PaymentGateway, ended: OpenAttempt): Promise<Started> {
  const { orderId, clock, elsewhere, timeoutMs } = input
  const { expectedMinor } = ended
  const claimed = await inTransaction(async (tx) => {
    if ((await lockOrder(tx, orderId)) === null) return failure('cart_empty')
    const order = await readOrderState(tx, orderId)
    const [frozen] = await tx.rows<Frozen>(
      sql`select email, name, address, expires_at as "expiresAt", exists (select from order_lines l
        where l.order_id = o.id and l.plan_interval is not null) as "hasPlan" from orders o where o.id = ${orderId}`,
    )
    const at = clock.now()
    const isPayable = order.stockState === 'held' && payableStatuses.includes(order.status)
    if (!frozen || frozen.hasPlan || !isPayable || frozen.expiresAt <= at) return failure('not_sellable')
    const { email, name, address, expiresAt: orderExpiresAt } = frozen
    const claim = await claimAttempt(tx, order, {
      provider: gateway.id,
      mode: gateway.mode,
      contact: { email, name, address, discountCode: null },
      expectedMinor,
      currency: order.currency,
      lineId: null,
      mappedProductId: null,
      at,
      orderExpiresAt,
    })
    return ok({ order, claim, customerEmail: email })
  })
  if (!claimed.ok) return claimed
  const { claim, ...whose } = claimed.value
  const page = {
    ...whose,
    gateway,
    elsewhere,
    clock,
    line: null,
    expectedMinor,
    discountCode: null,
    mappedProductId: null,
    plan: null,
  }
  return followClaim(claim, page, timeoutMs)
}

/**
 * The way on for an order that has a payment page: that page; its own page when it was paid meanwhile; or, where the page
 * has expired at the provider, a new one in the same click. Null when no page is open. Safe to repeat.
 */
export async function payAgain(input: PayAgainInput): Promise<Result<PaidOrPage, CheckoutError> | null> {
  const open = await findOpenAttempt(input.orderId)
  if (!open) return null
  const gateway = await input.gateway(open.provider)
  if (!gateway) return ok({ kind: 'page', url: open.url })
  const startedAt = performance.now()
  const way = await wayOnFrom({ orderId: input.orderId, page: open }, { gateway, clock: input.clock })
  if (way.kind !== 'expired') return ok(way)
  if (open.lineId !== null) return failure('not_sellable')
  const timeoutMs = input.timeoutMs - (performance.now() - startedAt)
  const started = await openAnew({ ...input, timeoutMs }, gateway, open)
  return started.ok ? ok({ kind: 'page', url: started.value.url }) : started
}

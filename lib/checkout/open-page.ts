import 'server-only'
import type { Clock } from '@/lib/clock'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import type {
  CheckoutLine,
  CheckoutNotes,
  CheckoutProduct,
  CheckoutRequest,
  SoldPlan,
} from '@/lib/payments/contract/checkout'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { orderProductName } from '@/lib/shared/order-product-name'
import { ok, type Result } from '@/lib/shared/result'
import { askElsewhere, dropAttempt, type FindCheckoutGateway } from './ask-elsewhere'
import type { AttemptClaim, NewAttempt } from './attempt'
import { awaitAttempt } from './await-attempt'
import { failure, providerFailure } from './checkout-failure'
import { withinDeadline } from './deadline'
import { readFrozenLines, recordLineProduct } from './frozen-lines'
import type { CheckoutError } from './model'
import { type AttemptRef, recordFailed, recordOpened, recordOrderProduct } from './record-attempt'

/** Where the shopper pays, or the order's own page when it is paid already. */
export type StartedCheckout = { url: string; orderNumber: string }

export type Started = Result<StartedCheckout, CheckoutError>

/** What is to be paid on one page: an order, or one line of it. */
export type PageRequest = {
  gateway: PaymentGateway
  clock: Clock
  order: { id: number; number: number }
  /** The line, and its place in the order (from 1), when it is paid by itself. */
  line: { id: number; position: number } | null
  expectedMinor: number
  customerEmail: string
  discountCode: string | null
  /** Finds the providers that opened a page for this order earlier. */
  elsewhere: FindCheckoutGateway
  /** A product of its own at the provider; null = whatever else carries the amount there. */
  mappedProductId: string | null
  /** Set when it is a subscription. */
  plan: SoldPlan | null
}

function productOf(page: PageRequest, { existingProductId }: NewAttempt): CheckoutProduct {
  if (page.plan) return { kind: 'plan', plan: page.plan, existingProductId }
  if (page.gateway.carries === 'line_items') return { kind: 'lines' }
  if (page.mappedProductId) return { kind: 'mapped', providerProductId: page.mappedProductId }
  const name = orderProductName(env().SHOP_NAME, page.order.number, page.line?.position)
  return { kind: 'order', name, existingProductId }
}

function requestOf(page: PageRequest, attempt: NewAttempt, lines: readonly CheckoutLine[]): CheckoutRequest {
  const { APP_URL, SHOP_CURRENCY } = env()
  return {
    orderNumber: String(page.order.number),
    attempt: attempt.number,
    nonce: attempt.nonce,
    expectedMinor: page.expectedMinor,
    currency: SHOP_CURRENCY,
    customerEmail: page.customerEmail,
    successUrl: `${APP_URL}/thank-you/${attempt.returnToken}`,
    cancelUrl: `${APP_URL}/checkout/cancelled?order=${attempt.returnToken}`,
    discountCode: page.mappedProductId ? page.discountCode : null,
    product: productOf(page, attempt),
    lines,
  }
}

function notesOf({ gateway, clock, line, expectedMinor }: PageRequest, ref: AttemptRef): CheckoutNotes {
  const owner = { provider: gateway.id, mode: gateway.mode, lineKey: line?.id ?? 0, priceMinor: expectedMinor }
  return {
    orderProductMade: (providerProductId) =>
      recordOrderProduct({ ...ref, ...owner, providerProductId, standsFor: true }),
    planOfferMade: (providerProductId) => recordOrderProduct({ ...ref, ...owner, providerProductId, standsFor: false }),
    lineProductMade: (made) => recordLineProduct(gateway, { ...made, at: clock.now() }),
  }
}

/** Asking the others takes at most this much of the shopper's patience. */
const askElsewhereMs = 2_500

/** The way to the order's own page, when money came at a provider that was chosen before; null otherwise. */
async function findPaidElsewhere(page: PageRequest, attempt: NewAttempt): Promise<StartedCheckout | null> {
  const { gateway, clock, order, elsewhere } = page
  if (!attempt.wasElsewhere) return null
  const asking = { orderId: order.id, chosen: gateway.id, clock, gateway: elsewhere, timeoutMs: askElsewhereMs }
  if (!(await askElsewhere(asking))) return null
  await dropAttempt(attempt.id)
  return { url: `${env().APP_URL}/thank-you/${attempt.returnToken}`, orderNumber: String(order.number) }
}

async function openPage(page: PageRequest, attempt: NewAttempt, timeoutMs: number): Promise<Started> {
  const { gateway, clock, order } = page
  const startedAt = performance.now()
  const paid = await findPaidElsewhere(page, attempt)
  if (paid) return ok(paid)
  const remainingMs = timeoutMs - (performance.now() - startedAt)
  const ref = { orderId: order.id, attemptId: attempt.id, at: clock.now() }
  const lines = await readFrozenLines({ orderId: order.id, lineId: page.line?.id ?? null }, gateway)
  const request = requestOf(page, attempt, lines)
  const opened = await withinDeadline(gateway.createCheckout(request, notesOf(page, ref)), remainingMs)
  if (!opened.ok) {
    const { code } = opened.error
    log().warn({ orderNumber: order.number, provider: gateway.id, code }, 'no payment page was opened')
    await recordFailed(ref, opened.error)
    return providerFailure(opened.error)
  }
  const isLive = await recordOpened({ ...ref, at: clock.now() }, opened.value, request.product.kind === 'order')
  return isLive ? ok({ url: opened.value.url, orderNumber: String(order.number) }) : failure('provider_silent')
}

/** Leads a claim to its page: the one that is open, the one that another request is opening, or a new one. */
export async function followClaim(claim: AttemptClaim, page: PageRequest, timeoutMs: number): Promise<Started> {
  if (claim.kind === 'new') return openPage(page, claim.attempt, timeoutMs)
  const url = claim.kind === 'open' ? claim.url : await awaitAttempt(claim.attemptId, timeoutMs)
  return url ? ok({ url, orderNumber: String(page.order.number) }) : failure('provider_silent')
}

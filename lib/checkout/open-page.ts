import 'server-only'
import type { Clock } from '@/lib/clock'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import type { CheckoutRequest, PaymentGateway } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import type { AttemptClaim, NewAttempt } from './attempt'
import { awaitAttempt } from './await-attempt'
import { failure, providerFailure } from './checkout-failure'
import { withinDeadline } from './deadline'
import type { CheckoutError } from './model'
import { recordFailed, recordOpened, recordOrderProduct } from './record-attempt'

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
  /** A product of its own at the provider; null = one that carries the amount. */
  mappedProductId: string | null
}

function requestOf(page: PageRequest, attempt: NewAttempt): CheckoutRequest {
  const { APP_URL, SHOP_NAME, SHOP_CURRENCY } = env()
  const name = `${SHOP_NAME} order ${page.order.number}`
  const { existingProductId } = attempt
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
    product: page.mappedProductId
      ? { kind: 'mapped', providerProductId: page.mappedProductId }
      : { kind: 'order', name: page.line ? `${name}, part ${page.line.position}` : name, existingProductId },
  }
}

async function openPage(page: PageRequest, attempt: NewAttempt, timeoutMs: number): Promise<Started> {
  const { gateway, clock, order } = page
  const ref = { orderId: order.id, attemptId: attempt.id, at: clock.now() }
  const product = {
    provider: gateway.id,
    mode: gateway.mode,
    lineKey: page.line?.id ?? 0,
    priceMinor: page.expectedMinor,
  }
  const noteProduct = (providerProductId: string) => recordOrderProduct({ ...ref, ...product, providerProductId })
  const opened = await withinDeadline(gateway.createCheckout(requestOf(page, attempt), noteProduct), timeoutMs)
  if (!opened.ok) {
    const { code } = opened.error
    log().warn({ orderNumber: order.number, provider: gateway.id, code }, 'no payment page was opened')
    await recordFailed(ref, opened.error)
    return providerFailure(opened.error)
  }
  const isLive = await recordOpened({ ...ref, at: clock.now() }, opened.value, page.mappedProductId === null)
  return isLive ? ok({ url: opened.value.url, orderNumber: String(order.number) }) : failure('provider_silent')
}

/** Leads a claim to its page: the one that is open, the one that another request is opening, or a new one. */
export async function followClaim(claim: AttemptClaim, page: PageRequest, timeoutMs: number): Promise<Started> {
  if (claim.kind === 'new') return openPage(page, claim.attempt, timeoutMs)
  const url = claim.kind === 'open' ? claim.url : await awaitAttempt(claim.attemptId, timeoutMs)
  return url ? ok({ url, orderNumber: String(page.order.number) }) : failure('provider_silent')
}

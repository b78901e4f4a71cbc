import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction } from '@/lib/db'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { type PlacedOrder, placeOrder, SoldOutError } from '@/lib/orders/place-order'
import type { GatewayError, PaymentGateway, ProviderId } from '@/lib/payments/gateway'
import { findReadyGateway } from '@/lib/payments/registry'
import { err, ok, type Result } from '@/lib/shared/result'
import { hashToken } from '@/lib/shared/token'
import { type AttemptClaim, claimAttempt, type NewAttempt } from './attempt'
import { awaitAttempt } from './await-attempt'
import { withinDeadline } from './deadline'
import type { CheckoutContact, CheckoutError, CheckoutErrorCode } from './model'
import { prepareSale, type Sale } from './prepare-sale'
import { recordFailed, recordOpened, recordOrderProduct } from './record-attempt'

export type StartCheckoutInput = {
  cartToken: string
  buyerToken: string
  provider: ProviderId
  contact: CheckoutContact
  clock: Clock
}

export type CheckoutDeps = {
  gateway: (id: ProviderId) => PaymentGateway | null
  /** The shopper reads an answer within 10 s, whatever the provider does. */
  timeoutMs: number
}

const liveDeps: CheckoutDeps = { gateway: findReadyGateway, timeoutMs: 9_000 }

export type StartedCheckout = { url: string; orderNumber: string }

type Started = Result<StartedCheckout, CheckoutError>

const failure = (code: CheckoutErrorCode, items: string[] = []) => err({ code, items })

const providerFailures: Record<GatewayError['code'], CheckoutErrorCode> = {
  unreachable: 'provider_silent',
  timeout: 'provider_silent',
  rate_limited: 'provider_busy',
  provider_error: 'provider_busy',
  unauthorized: 'provider_refused',
  not_found: 'provider_refused',
  refused: 'provider_refused',
  unreadable: 'provider_refused',
  unsafe_url: 'provider_refused',
  price_mismatch: 'provider_refused',
}

type Discount = { code: string; totalMinor: number } | null

async function checkDiscount(
  gateway: PaymentGateway,
  sale: Sale,
  code: string | null,
  timeoutMs: number,
): Promise<Result<Discount, CheckoutError>> {
  if (code === null) return ok(null)
  if (!sale.mapped) return failure('discount_not_offered')
  const answer = await withinDeadline(gateway.checkDiscount(code, sale.mapped), timeoutMs)
  if (!answer.ok) return failure(providerFailures[answer.error.code])
  if (!answer.value.valid || answer.value.totalMinor <= 0) return failure('discount_refused')
  return ok({ code, totalMinor: answer.value.totalMinor })
}

type Placed = { order: PlacedOrder; claim: AttemptClaim; mappedProductId: string | null }

/** Thrown to roll back: the cart or its price changed while the code was being checked, so the total is not its own. */
class DiscountOutdatedError extends Error {}

const isSoldAs = (sale: Sale, order: PlacedOrder) =>
  order.lines.length === 1 &&
  order.lines[0]?.quantity === 1 &&
  order.lines[0].variantId === sale.mapped?.variantId &&
  order.lines[0].unitPriceMinor === sale.mapped.priceMinor

/** Order, hold and attempt stand in one commit before the provider hears of anything. */
async function placeAndClaim(
  input: StartCheckoutInput,
  gateway: PaymentGateway,
  sale: Sale,
  discount: Discount,
): Promise<Result<Placed, CheckoutError>> {
  const { SHOP_CURRENCY, STOCK_HOLD_MINUTES, ORDER_EXPIRES_MINUTES } = env()
  const at = input.clock.now()
  const { email, name, address } = input.contact
  const place = {
    cartTokenHash: hashToken(input.cartToken),
    buyerTokenHash: hashToken(input.buyerToken),
    contact: { email, name, address },
    mode: gateway.mode,
    discount,
    currency: SHOP_CURRENCY,
    holdMinutes: STOCK_HOLD_MINUTES,
    expiresMinutes: ORDER_EXPIRES_MINUTES,
    at,
  }
  return inTransaction(async (tx) => {
    const placed = await placeOrder(tx, place)
    if (!placed.ok) return placed
    const order = placed.value
    // The cart may have changed since the sale was prepared; then the total is carried by a product of its own.
    const mappedProductId = sale.mapped && isSoldAs(sale, order) ? sale.mapped.providerProductId : null
    if (discount && !mappedProductId) throw new DiscountOutdatedError()
    const claim = await claimAttempt(tx, order, {
      provider: gateway.id,
      mode: gateway.mode,
      contact: input.contact,
      expectedMinor: order.totalMinor,
      currency: SHOP_CURRENCY,
      mappedProductId,
      at,
      orderExpiresAt: new Date(at.getTime() + ORDER_EXPIRES_MINUTES * 60_000),
    })
    return ok({ order, claim, mappedProductId })
  })
}

function requestOf(input: StartCheckoutInput, { order, mappedProductId }: Placed, attempt: NewAttempt) {
  const { APP_URL, SHOP_NAME, SHOP_CURRENCY } = env()
  return {
    orderNumber: String(order.number),
    attempt: attempt.number,
    nonce: attempt.nonce,
    expectedMinor: order.totalMinor,
    currency: SHOP_CURRENCY,
    customerEmail: input.contact.email,
    successUrl: `${APP_URL}/thank-you/${attempt.returnToken}`,
    cancelUrl: `${APP_URL}/checkout/cancelled?order=${attempt.returnToken}`,
    discountCode: mappedProductId ? input.contact.discountCode : null,
    product: mappedProductId
      ? { kind: 'mapped' as const, providerProductId: mappedProductId }
      : {
          kind: 'order' as const,
          name: `${SHOP_NAME} order ${order.number}`,
          existingProductId: attempt.existingProductId,
        },
  }
}

async function openPage(
  input: StartCheckoutInput,
  gateway: PaymentGateway,
  placed: Placed,
  attempt: NewAttempt,
  timeoutMs: number,
): Promise<Started> {
  const { order, mappedProductId } = placed
  const at = input.clock.now()
  const ref = { orderId: order.id, attemptId: attempt.id, at }
  const noteProduct = (providerProductId: string) =>
    recordOrderProduct({
      ...ref,
      provider: gateway.id,
      mode: gateway.mode,
      providerProductId,
      priceMinor: order.totalMinor,
    })
  const opened = await withinDeadline(gateway.createCheckout(requestOf(input, placed, attempt), noteProduct), timeoutMs)
  if (!opened.ok) {
    log().warn(
      { orderNumber: order.number, provider: gateway.id, code: opened.error.code },
      'no payment page was opened',
    )
    await recordFailed(ref, opened.error)
    return failure(providerFailures[opened.error.code])
  }
  const isLive = await recordOpened({ ...ref, at: input.clock.now() }, opened.value, mappedProductId === null)
  return isLive ? ok({ url: opened.value.url, orderNumber: String(order.number) }) : failure('provider_silent')
}

async function placeSafely(...args: Parameters<typeof placeAndClaim>): Promise<Result<Placed, CheckoutError>> {
  try {
    return await placeAndClaim(...args)
  } catch (error) {
    if (error instanceof SoldOutError) return failure('sold_out', error.items)
    if (error instanceof DiscountOutdatedError) return failure('discount_not_offered')
    throw error
  }
}

/**
 * Turns a cart into an order and answers with the provider's payment page. Prices and stock come from the database; the
 * order stands before the provider is called. Safe to repeat: the same cart and contact lead to the same page.
 */
export async function startCheckout(input: StartCheckoutInput, deps: CheckoutDeps = liveDeps): Promise<Started> {
  const deadlineAt = performance.now() + deps.timeoutMs
  const remainingMs = () => Math.max(0, deadlineAt - performance.now())
  const gateway = deps.gateway(input.provider)
  if (!gateway) return failure('provider_not_ready')
  const sale = await withinDeadline(prepareSale(hashToken(input.cartToken), gateway, input.clock.now()), remainingMs())
  if (!sale.ok) return failure(providerFailures[sale.error.code])
  const discount = await checkDiscount(gateway, sale.value, input.contact.discountCode, remainingMs())
  if (!discount.ok) return discount
  const placed = await placeSafely(input, gateway, sale.value, discount.value)
  if (!placed.ok) return placed
  const { order, claim } = placed.value
  if (claim.kind === 'open') return ok({ url: claim.url, orderNumber: String(order.number) })
  if (claim.kind === 'new') return openPage(input, gateway, placed.value, claim.attempt, remainingMs())
  const url = await awaitAttempt(claim.attemptId, remainingMs())
  return url ? ok({ url, orderNumber: String(order.number) }) : failure('provider_silent')
}

import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction } from '@/lib/db'
import { env } from '@/lib/env'
import { type PlacedOrder, placeOrder, SoldOutError } from '@/lib/orders/place-order'
import { issueOrderToken, linkExpiresAfter } from '@/lib/orders/tokens'
import type { SoldPlan } from '@/lib/payments/contract/checkout'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findGateway, findReadyGateway } from '@/lib/payments/registry'
import { ok, type Result } from '@/lib/shared/result'
import { hashToken } from '@/lib/shared/token'
import type { FindCheckoutGateway } from './ask-elsewhere'
import { type AttemptClaim, claimAttempt } from './attempt'
import { failure, providerFailure } from './checkout-failure'
import { withinDeadline } from './deadline'
import { wayOnFrom } from './look-at-page'
import type { CheckoutContact, CheckoutError } from './model'
import { followClaim, type Started, type StartedCheckout } from './open-page'
import { payNextLine } from './pay-next-line'
import { prepareSale, type Sale } from './prepare-sale'
import { isOffered, planOf } from './sale-plan'

export type StartCheckoutInput = {
  cartToken: string
  buyerToken: string
  provider: ProviderId
  contact: CheckoutContact
  clock: Clock
}

export type CheckoutDeps = {
  gateway: FindCheckoutGateway
  /** Those that were chosen before, ready or not. */
  elsewhere: FindCheckoutGateway
  /** The shopper reads an answer within 10 s, whatever the provider does. */
  timeoutMs: number
}

const liveDeps: CheckoutDeps = { gateway: findReadyGateway, elsewhere: findGateway, timeoutMs: 9_000 }

type Discount = { code: string; totalMinor: number } | null

async function checkDiscount(
  gateway: PaymentGateway,
  sale: Sale,
  code: string | null,
  timeoutMs: number,
): Promise<Result<Discount, CheckoutError>> {
  if (code === null) return ok(null)
  if (!sale.mapped || !gateway.discounts) return failure('discount_not_offered')
  const answer = await withinDeadline(gateway.discounts.check(code, sale.mapped), timeoutMs)
  if (!answer.ok) return providerFailure(answer.error)
  if (!answer.value.valid || answer.value.totalMinor <= 0) return failure('discount_refused')
  return ok({ code, totalMinor: answer.value.totalMinor })
}

/** `claim` is null for an order that is paid item by item. */
type Placed = { order: PlacedOrder; claim: AttemptClaim | null; mappedProductId: string | null; plan: SoldPlan | null }

/** Thrown to roll back: the cart or its price changed while the code was being checked, so the total is not its own. */
class DiscountOutdatedError extends Error {}

const isSoldAs = (sale: Sale, order: PlacedOrder) =>
  order.lines.length === 1 &&
  order.lines[0]?.quantity === 1 &&
  order.lines[0].variantId === sale.mapped?.variantId &&
  order.lines[0].unitPriceMinor === sale.mapped.priceMinor

const mappedProductOf = (sale: Sale, order: PlacedOrder) =>
  sale.mapped && isSoldAs(sale, order) ? sale.mapped.providerProductId : null

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
    const splits = gateway.carries === 'one_product' && env().POCKETSFLOW_CART_MODE === 'per-item'
    const isPaidByItem = order.lines.length > 1 && (splits || order.status === 'partly_paid')
    if (isPaidByItem) return ok({ order, claim: null, mappedProductId: null, plan: null })
    // The cart may have changed since the sale was prepared; then the total is carried by a product of its own.
    const plan = planOf(sale.plan, order)
    // One that became a subscription, or changed, since the sale was prepared is not what the shopper saw.
    if ((order.lines[0]?.plan ?? null) !== null && !plan) return failure('not_sellable')
    const mappedProductId = plan ? plan.providerOfferId : mappedProductOf(sale, order)
    if (discount && !mappedProductId) throw new DiscountOutdatedError()
    const claim = await claimAttempt(tx, order, {
      provider: gateway.id,
      mode: gateway.mode,
      contact: input.contact,
      expectedMinor: order.totalMinor,
      currency: SHOP_CURRENCY,
      lineId: null,
      mappedProductId,
      at,
      orderExpiresAt: new Date(at.getTime() + ORDER_EXPIRES_MINUTES * 60_000),
    })
    return ok({ order, claim, mappedProductId, plan })
  })
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

type OpenWay = { kind: 'leads'; started: StartedCheckout } | { kind: 'expired' }

/** Where a page that is open already leads; null when none is. */
async function wayOnFromOpen(
  { order, claim }: Placed,
  { gateway, clock }: { gateway: PaymentGateway; clock: Clock },
): Promise<OpenWay | null> {
  if (claim?.kind !== 'open') return null
  const way = await wayOnFrom({ orderId: order.id, page: claim }, { gateway, clock })
  if (way.kind === 'expired') return way
  const url = way.kind === 'page' ? way.url : await linkToOrder(order.id, clock.now())
  return { kind: 'leads', started: { url, orderNumber: String(order.number) } }
}

/** A new link to an order whose page turned out to be paid. */
async function linkToOrder(orderId: number, at: Date): Promise<string> {
  const expiresAt = linkExpiresAfter(at)
  const token = await inTransaction((tx) => issueOrderToken(tx, { orderId, purpose: 'return_link', at, expiresAt }))
  return `${env().APP_URL}/thank-you/${token}`
}

/**
 * Turns a cart into an order and answers with the provider's payment page. Prices and stock come from the database; the
 * order stands before the provider is called. Safe to repeat: the same cart and contact lead to the same page.
 */
export async function startCheckout(input: StartCheckoutInput, deps: CheckoutDeps = liveDeps): Promise<Started> {
  const deadlineAt = performance.now() + deps.timeoutMs
  const remainingMs = () => Math.max(0, deadlineAt - performance.now())
  const gateway = await deps.gateway(input.provider)
  if (!gateway) return failure('provider_not_ready')
  const sale = await withinDeadline(prepareSale(hashToken(input.cartToken), gateway, input.clock.now()), remainingMs())
  if (!sale.ok) return providerFailure(sale.error)
  if (sale.value.plan && !isOffered(sale.value.plan, gateway)) return failure('plan_not_offered')
  if (sale.value.inDoubt.length > 0) return failure('price_in_doubt', sale.value.inDoubt)
  const discount = await checkDiscount(gateway, sale.value, input.contact.discountCode, remainingMs())
  if (!discount.ok) return discount
  const place = () => placeSafely(input, gateway, sale.value, discount.value)
  const first = await place()
  if (!first.ok) return first
  const wayOn = await wayOnFromOpen(first.value, { gateway, clock: input.clock })
  if (wayOn?.kind === 'leads') return ok(wayOn.started)
  // An expired page was ended meanwhile: the same order claims another attempt.
  const placed = wayOn?.kind === 'expired' ? await place() : first
  if (!placed.ok) return placed
  const { order, claim, mappedProductId, plan } = placed.value
  const { email, discountCode } = input.contact
  const { elsewhere } = deps
  if (!claim)
    return payNextLine({ orderId: order.id, gateway, elsewhere, clock: input.clock, timeoutMs: remainingMs() })
  const amounts = { expectedMinor: order.totalMinor, customerEmail: email, discountCode, mappedProductId, plan }
  return followClaim(claim, { gateway, elsewhere, clock: input.clock, order, line: null, ...amounts }, remainingMs())
}

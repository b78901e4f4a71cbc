import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql, type Tx } from '@/lib/db'
import { type OrderStatus, payableStatuses } from '@/lib/orders/model'
import { lockOrder, type OrderState, readOrderState } from '@/lib/orders/order-state'
import { paidLineIds } from '@/lib/orders/paid-lines'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import type { FindCheckoutGateway } from './ask-elsewhere'
import { type AttemptClaim, claimAttempt } from './attempt'
import { failure, providerFailure } from './checkout-failure'
import { withinDeadline } from './deadline'
import type { CheckoutContact, CheckoutError } from './model'
import { followClaim, type PageRequest, type Started } from './open-page'
import { findMapping, type MappedProduct, sellsMapped, trustMapping } from './prepare-sale'

export type PayNextLineInput = {
  orderId: number
  gateway: PaymentGateway
  elsewhere: FindCheckoutGateway
  clock: Clock
  timeoutMs: number
}

const payableByItem: readonly OrderStatus[] = [...payableStatuses, 'partly_paid']

type Line = { id: number; position: number; variantId: number | null; quantity: number; totalMinor: number }

/** The first line that nobody has paid; null when there is none. */
async function findNextLine(tx: Tx, order: OrderState): Promise<Line | null> {
  const paid = paidLineIds(order)
  const unpaid = order.lines.filter((line) => !paid.has(line.id)).map((line) => line.id)
  const [line] = await tx.rows<Line>(sql`
    select id, position + 1 as position, variant_id as "variantId", quantity, total_minor as "totalMinor"
    from order_lines where id = any(${unpaid}) order by position limit 1`)
  return line ?? null
}

async function findMappedProduct(input: PayNextLineInput): Promise<Result<MappedProduct | null, CheckoutError>> {
  const { gateway, clock, timeoutMs } = input
  if (!sellsMapped(gateway)) return ok(null)
  const line = await inTransaction(async (tx) => findNextLine(tx, await readOrderState(tx, input.orderId)))
  if (line?.quantity !== 1 || line.variantId === null) return ok(null)
  const mapping = await findMapping(line.variantId, gateway)
  if (!mapping) return ok(null)
  const trusted = await withinDeadline(trustMapping(mapping, gateway, clock.now()), timeoutMs)
  return trusted.ok ? ok(trusted.value) : providerFailure(trusted.error)
}

type Claimed = { claim: AttemptClaim; page: PageRequest }

type Contact = Pick<CheckoutContact, 'email' | 'address'> & { expiresAt: Date }

async function claimNextLine(
  input: PayNextLineInput,
  mapped: MappedProduct | null,
): Promise<Result<Claimed, CheckoutError>> {
  const { gateway, clock } = input
  const [contact] = await rows<Contact>(sql`
    select email, address, expires_at as "expiresAt" from orders where id = ${input.orderId}`)
  return inTransaction(async (tx) => {
    if (!contact || (await lockOrder(tx, input.orderId)) === null) return failure('cart_empty')
    const order = await readOrderState(tx, input.orderId)
    const line = await findNextLine(tx, order)
    const isHeld = order.stockState === 'held' && payableByItem.includes(order.status)
    if (!line || !isHeld) return failure('not_sellable')
    const isMapped = mapped?.variantId === line.variantId && mapped?.priceMinor === line.totalMinor
    const mappedProductId = isMapped ? (mapped?.providerProductId ?? null) : null
    const claim = await claimAttempt(tx, order, {
      provider: gateway.id,
      mode: gateway.mode,
      contact: { email: contact.email, name: '', address: contact.address, discountCode: null },
      expectedMinor: line.totalMinor,
      currency: order.currency,
      lineId: line.id,
      mappedProductId,
      at: clock.now(),
      orderExpiresAt: contact.expiresAt,
    })
    const page = {
      gateway,
      elsewhere: input.elsewhere,
      clock,
      order,
      line,
      expectedMinor: line.totalMinor,
      customerEmail: contact.email,
      discountCode: null,
      mappedProductId,
      plan: null,
    }
    return ok({ claim, page })
  })
}

/**
 * Opens the payment page for the first unpaid line of an order that is paid item by item. An unmapped line, or one of
 * several units, is carried by a product at the line's total; each session has its own nonce. Safe to repeat: an open
 * page is found again.
 */
export async function payNextLine(input: PayNextLineInput): Promise<Started> {
  const deadlineAt = performance.now() + input.timeoutMs
  const mapped = await findMappedProduct(input)
  if (!mapped.ok) return mapped
  const claimed = await claimNextLine(input, mapped.value)
  if (!claimed.ok) return claimed
  return followClaim(claimed.value.claim, claimed.value.page, Math.max(0, deadlineAt - performance.now()))
}

import 'server-only'
import { createHash } from 'node:crypto'
import { type StockMove, takeStock } from '@/lib/catalog/stock'
import { sql, type Tx } from '@/lib/db'
import { err, ok, type Result } from '@/lib/shared/result'
import { freeOtherHolds } from './free-other-holds'
import type { OrderStatus } from './model'
import type { PlaceOrderInput } from './place-order-input'
import { cartFingerprint, lineName, type PricedLine, priceCart } from './price-cart'
import { findOpenOrder, reopenOrder } from './reopen-order'
import { writeTimeline } from './timeline'
import { upsertCustomer } from './upsert-customer'

/** An order that stands, new or found again; minor units. */
export type PlacedOrder = { id: number; number: number; status: OrderStatus; totalMinor: number; lines: PricedLine[] }

/** Why a cart did not become an order. */
export type PlaceOrderError = {
  code: 'cart_empty' | 'not_sellable' | 'sold_out' | 'address_missing' | 'plan_not_alone'
  /** Names of the lines that are the reason. */
  items: string[]
}

const minutesAfter = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000)

function refusal(lines: PricedLine[], input: PlaceOrderInput): PlaceOrderError | null {
  if (lines.length === 0) return { code: 'cart_empty', items: [] }
  const unsold = lines.filter((line) => !line.published || line.currency !== input.currency)
  if (unsold.length > 0) return { code: 'not_sellable', items: unsold.map(lineName) }
  const plans = lines.filter((line) => line.plan !== null)
  const isAlone = lines.length === 1 && lines[0]?.quantity === 1
  if (plans.length > 0 && !isAlone) return { code: 'plan_not_alone', items: plans.map(lineName) }
  const ships = lines.some((line) => line.kind === 'physical')
  return ships && !input.contact.address ? { code: 'address_missing', items: [] } : null
}

async function insertLines(tx: Tx, orderId: number, lines: PricedLine[]): Promise<StockMove[]> {
  return tx.rows<StockMove>(sql`
    insert into order_lines (order_id, position, variant_id, product_slug, product_name, options_text, sku, kind,
      image_src, unit_price_minor, quantity, total_minor, plan_interval, plan_price_minor, trial_days)
    select ${orderId}, l.position, l."variantId", l."productSlug", l."productName", l."optionsText", l.sku,
      l.kind::product_kind, l."imageSrc", l."unitPriceMinor", l.quantity, l."unitPriceMinor" * l.quantity,
      (l.plan->>'interval')::plan_interval, (l.plan->>'priceMinor')::int, coalesce((l.plan->>'trialDays')::int, 0)
    from jsonb_to_recordset(${JSON.stringify(lines.map((line, position) => ({ ...line, position })))}::jsonb)
      as l(position int, "variantId" int, "productSlug" text, "productName" text, "optionsText" text, sku text, kind text,
        "imageSrc" text, "unitPriceMinor" int, quantity int, plan jsonb)
    returning id as "lineId", variant_id as "variantId", quantity`)
}

type Amounts = { subtotalMinor: number; totalMinor: number }

async function insertOrder(
  tx: Tx,
  input: PlaceOrderInput,
  cartId: number,
  hashes: OpenKey,
  amounts: Amounts,
): Promise<{ id: number; number: number }> {
  const customerId = await upsertCustomer(tx, input.contact, input.at)
  const { contact, at, discount } = input
  const address = contact.address && JSON.stringify(contact.address)
  const [order] = await tx.rows<{ id: number; number: number }>(sql`
    insert into orders (number, mode, currency, subtotal_minor, discount_minor, discount_code, total_minor, customer_id,
      email, name, address, cart_id, cart_fingerprint, open_key, buyer_token_hash, hold_expires_at, expires_at, placed_at)
    values (nextval('order_number'), ${input.mode}::payment_mode, ${input.currency}, ${amounts.subtotalMinor},
      ${amounts.subtotalMinor - amounts.totalMinor}, ${discount?.code ?? null}, ${amounts.totalMinor}, ${customerId},
      ${contact.email}, ${contact.name}, ${address}::jsonb, ${cartId}, ${hashes.fingerprint}, ${hashes.openKey},
      ${input.buyerTokenHash}, ${minutesAfter(at, input.holdMinutes)}, ${minutesAfter(at, input.expiresMinutes)}, ${at})
    returning id, number`)
  if (!order) throw new Error('the order was not written')
  await writeTimeline(tx, {
    orderId: order.id,
    at,
    actor: 'shopper',
    kind: 'placed',
    toStatus: 'awaiting_payment',
    text: 'Order placed; lines and prices are frozen.',
  })
  return order
}

type OpenKey = { fingerprint: Buffer; openKey: Buffer }

function openKeyOf(cartId: number, lines: PricedLine[], input: PlaceOrderInput): OpenKey {
  const fingerprint = cartFingerprint(lines, input.discount)
  const openKey = createHash('sha256').update(`${cartId}:${input.mode}:`).update(fingerprint).digest()
  return { fingerprint, openKey }
}

/** Thrown to roll back what was begun when stock ran out on the way. */
export class SoldOutError extends Error {
  constructor(readonly items: string[]) {
    super('sold out')
  }
}

function refuseMissing(missing: StockMove[], lines: PricedLine[]): void {
  if (missing.length === 0) return
  const ids = new Set(missing.map((move) => move.variantId))
  throw new SoldOutError(lines.filter((line) => ids.has(line.variantId)).map(lineName))
}

/**
 * Freezes a cart into an order and holds its stock, or finds the open order that this very cart made before: pressing
 * Pay twice, Back and a reload give one order. Another order of the same cart gives its hold to this one. Runs in the
 * caller's transaction, behind a lock on the cart. @throws SoldOutError, which must roll the transaction back.
 */
export async function placeOrder(tx: Tx, input: PlaceOrderInput): Promise<Result<PlacedOrder, PlaceOrderError>> {
  const [cart] = await tx.rows<{ id: number }>(
    sql`select id from carts where token_hash = ${input.cartTokenHash} for update`,
  )
  const lines = cart ? await priceCart(tx, cart.id) : []
  const refused = refusal(lines, input)
  if (!cart || refused) return err(refused ?? { code: 'cart_empty', items: [] })
  const subtotalMinor = lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0)
  const totalMinor = input.discount?.totalMinor ?? subtotalMinor
  const hashes = openKeyOf(cart.id, lines, input)
  const open = await findOpenOrder(tx, hashes.openKey, input.at)
  await freeOtherHolds(tx, {
    cartId: cart.id,
    keepOrderId: open?.id ?? null,
    variantIds: lines.map((line) => line.variantId),
    at: input.at,
    text: 'The cart changed and was ordered again: the newer order holds the stock.',
  })
  if (open) {
    refuseMissing(await reopenOrder(tx, open, input), lines)
    return ok({ id: open.id, number: open.number, status: open.status, totalMinor, lines })
  }
  const order = await insertOrder(tx, input, cart.id, hashes, { subtotalMinor, totalMinor })
  refuseMissing(await takeStock(tx, await insertLines(tx, order.id, lines)), lines)
  return ok({ ...order, status: 'awaiting_payment', totalMinor, lines })
}

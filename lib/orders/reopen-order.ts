import 'server-only'
import { type StockMove, takeStock } from '@/lib/catalog/stock'
import { sql, type Tx } from '@/lib/db'
import type { Address, OrderStatus } from './model'
import type { OrderContact, PlaceOrderInput } from './place-order-input'
import { writeTimeline } from './timeline'
import { upsertCustomer } from './upsert-customer'

/** An order of the same cart that can still be paid. */
export type OpenOrder = {
  id: number
  number: number
  status: OrderStatus
  stockState: 'held' | 'released' | 'sold'
  expiresAt: Date
  email: string
  name: string
  address: Address | null
  buyerTokenHash: Buffer
}

/** The order that this very cart made before and that can still be paid, locked; one that ran out is let go of. */
export async function findOpenOrder(tx: Tx, openKey: Buffer, at: Date): Promise<OpenOrder | null> {
  const [order] = await tx.rows<OpenOrder>(sql`
    select id, number, status, stock_state as "stockState", expires_at as "expiresAt", email, name, address,
      buyer_token_hash as "buyerTokenHash"
    from orders where open_key = ${openKey} for update`)
  if (!order) return null
  if (order.expiresAt > at) return order
  await tx.rows(sql`update orders set open_key = null where id = ${order.id}`)
  return null
}

const comparable = (address: Address | null) => JSON.stringify(address && Object.entries(address).sort())

const sameContact = (order: OpenOrder, contact: OrderContact) =>
  order.email === contact.email &&
  order.name === contact.name &&
  comparable(order.address) === comparable(contact.address)

async function updateContact(tx: Tx, order: OpenOrder, input: PlaceOrderInput): Promise<void> {
  const { contact, at } = input
  const customerId = await upsertCustomer(tx, contact, at)
  await tx.rows(sql`
    update orders set customer_id = ${customerId}, email = ${contact.email}, name = ${contact.name},
      address = ${contact.address && JSON.stringify(contact.address)}::jsonb where id = ${order.id}`)
  const text = 'The shopper came back and changed e-mail, name or address.'
  await writeTimeline(tx, { orderId: order.id, at, actor: 'shopper', kind: 'contact_changed', text })
}

async function holdAgain(tx: Tx, order: OpenOrder, input: PlaceOrderInput): Promise<StockMove[]> {
  if (order.stockState !== 'released') return []
  const lines = await tx.rows<StockMove>(sql`
    select id as "lineId", variant_id as "variantId", quantity from order_lines
    where order_id = ${order.id} and variant_id is not null`)
  const missing = await takeStock(tx, lines)
  const holdExpiresAt = new Date(input.at.getTime() + input.holdMinutes * 60_000)
  await tx.rows(sql`
    update orders set stock_state = 'held', hold_expires_at = ${holdExpiresAt} where id = ${order.id}`)
  const text = 'The stock is held again for a new attempt to pay.'
  await writeTimeline(tx, { orderId: order.id, at: input.at, actor: 'shopper', kind: 'hold_taken', text })
  return missing
}

/**
 * Makes an open order ready for another attempt: holds its stock again if that was freed, and takes over a changed
 * contact. @returns the lines that are sold out by now; then the caller must roll back.
 */
export async function reopenOrder(tx: Tx, order: OpenOrder, input: PlaceOrderInput): Promise<StockMove[]> {
  const missing = await holdAgain(tx, order, input)
  if (!sameContact(order, input.contact)) await updateContact(tx, order, input)
  if (!order.buyerTokenHash.equals(input.buyerTokenHash)) {
    await tx.rows(sql`update orders set buyer_token_hash = ${input.buyerTokenHash} where id = ${order.id}`)
  }
  return missing
}

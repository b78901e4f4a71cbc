import { randomBytes } from 'node:crypto'
import { rows, sql } from '@/lib/db'
import { hashToken, newToken } from '@/lib/shared/token'

const DAY_MS = 86_400_000

/** Fields that carry the figures of the deliveries in deliveries.ts, in major units, as the provider's API confirmed once. */
const DELIVERED_SHAPE = 'amount+amountBeforeTax+tax.amount'

/** An unpaid order whose hosted page is open: two lines, one to ship and one to download, out of a cart that still stands. */
export type OpenOrder = {
  id: number
  number: number
  nonce: string
  productId: string
  totalMinor: number
  email: string
  /** Of its thank-you page. */
  token: string
}

type Goods = { physical: number; digital: number; physicalMinor: number; digitalMinor: number }

async function findGoods(): Promise<Goods> {
  const [goods] = await rows<Goods>(sql`
    select shipped.id as physical, loaded.id as digital, shipped.price_minor as "physicalMinor", loaded.price_minor as "digitalMinor"
    from (select v.* from variants v join products p on p.id = v.product_id
        where p.kind = 'physical' and p.status = 'published' order by v.stock desc nulls last limit 1) shipped,
      (select v.* from variants v join products p on p.id = v.product_id
        where p.kind = 'digital' and p.status = 'published' and v.stock is null order by v.id limit 1) loaded`)
  if (!goods) throw new Error('the catalogue has nothing to ship or nothing to download')
  return goods
}

/** Later deliveries of this shape settle by themselves. */
export async function confirmUnit(at: Date): Promise<void> {
  await rows(sql`
    insert into confirmed_units (provider, mode, shape, unit, provider_order_id, confirmed_at)
    values ('pocketsflow', 'test', ${DELIVERED_SHAPE}, 'major', 'po_first', ${at}) on conflict do nothing`)
}

async function insertCarts(batch: string, count: number, goods: Goods, at: Date): Promise<void> {
  await rows(sql`
    insert into customers (email, name, created_at)
    select ${batch} || n || '@example.com', 'Ada Lovelace', ${at} from generate_series(1, ${count}::int) n`)
  await rows(sql`
    insert into carts (token_hash, created_at, updated_at)
    select sha256(convert_to(email, 'UTF8')), ${at}, ${at} from customers where starts_with(email, ${batch})`)
  await rows(sql`
    insert into cart_lines (cart_id, variant_id, quantity, seen_price_minor, added_at)
    select k.id, v.id, v.quantity, v.price, ${at}
    from customers c join carts k on k.token_hash = sha256(convert_to(c.email, 'UTF8')),
      (values (${goods.physical}::int, 2, ${goods.physicalMinor}::int), (${goods.digital}, 1, ${goods.digitalMinor})) v(id, quantity, price)
    where starts_with(c.email, ${batch})`)
}

async function insertOrders(batch: string, goods: Goods, at: Date): Promise<void> {
  const totalMinor = 2 * goods.physicalMinor + goods.digitalMinor
  const later = new Date(at.getTime() + DAY_MS)
  const address = JSON.stringify({ line1: '12 Harbour Lane', city: 'Bristol', postalCode: 'BS1 4XX', country: 'GB' })
  await rows(sql`
    insert into orders (number, mode, currency, subtotal_minor, total_minor, customer_id, email, name, address, cart_id,
      cart_fingerprint, open_key, buyer_token_hash, hold_expires_at, expires_at, placed_at)
    select nextval('order_number'), 'test', 'USD', ${totalMinor}::int, ${totalMinor}::int, c.id, c.email, c.name,
      ${address}::jsonb, k.id, k.token_hash, k.token_hash, k.token_hash, ${later}, ${later}, ${at}
    from customers c join carts k on k.token_hash = sha256(convert_to(c.email, 'UTF8')) where starts_with(c.email, ${batch})`)
  await rows(sql`
    insert into order_lines (order_id, position, variant_id, product_slug, product_name, options_text, sku, kind,
      unit_price_minor, quantity, total_minor, stock_taken)
    select o.id, l.position, v.id, p.slug, p.name, '', v.sku, p.kind, v.price_minor, l.quantity, v.price_minor * l.quantity,
      case when v.stock is null then 0 else l.quantity end
    from orders o, (values (0, ${goods.physical}::int, 2), (1, ${goods.digital}, 1)) l(position, variant_id, quantity)
      join variants v on v.id = l.variant_id join products p on p.id = v.product_id
    where starts_with(o.email, ${batch})`)
  await rows(sql`
    insert into timeline (order_id, at, actor, kind, to_status, text)
    select id, ${at}, 'shopper', 'placed', 'awaiting_payment', 'Order placed; lines and prices are frozen.'
    from orders where starts_with(email, ${batch})`)
}

async function insertAttempts(batch: string, at: Date): Promise<void> {
  await rows(sql`
    insert into attempts (order_id, number, provider, mode, state, live_order_id, nonce, details_hash, expected_minor,
      currency, provider_product_id, product_is_ours, provider_session_id, url, created_at, opened_at)
    select id, 1, 'pocketsflow', 'test', 'open', id, md5('nonce' || number), cart_fingerprint, total_minor, currency,
      'prod_' || number, true, 'cs_' || number, 'https://store.example.com/checkout/' || number, ${at}, ${at}
    from orders where starts_with(email, ${batch})`)
  await rows(sql`
    insert into order_products (order_id, provider, mode, provider_product_id, price_minor, created_at)
    select id, 'pocketsflow', 'test', 'prod_' || number, total_minor, ${at} from orders where starts_with(email, ${batch})`)
}

async function insertTokens(orderIds: number[], at: Date): Promise<string[]> {
  const tokens = orderIds.map(() => newToken())
  const later = new Date(at.getTime() + 180 * DAY_MS)
  await rows(sql`
    insert into order_tokens (order_id, token_hash, purpose, created_at, expires_at)
    select t.order_id, t.hash, 'return_link', ${at}, ${later}
    from unnest(${orderIds}::int[], ${tokens.map(hashToken)}::bytea[]) t(order_id, hash)`)
  return tokens
}

/** Writes `count` open orders straight into the database, each with cart, lines, live attempt, product and link. */
export async function insertOpenOrders(count: number, at: Date): Promise<OpenOrder[]> {
  const batch = `buyer-${randomBytes(4).toString('hex')}-`
  const goods = await findGoods()
  await insertCarts(batch, count, goods, at)
  await insertOrders(batch, goods, at)
  await insertAttempts(batch, at)
  const orders = await rows<Omit<OpenOrder, 'token'>>(sql`
    select o.id, o.number, a.nonce, a.provider_product_id as "productId", o.total_minor as "totalMinor", o.email
    from orders o join attempts a on a.order_id = o.id where starts_with(o.email, ${batch}) order by o.id`)
  const tokens = await insertTokens(
    orders.map((order) => order.id),
    at,
  )
  return orders.map((order, index) => ({ ...order, token: tokens[index] ?? '' }))
}

/** The token of a cart's browser, for a cart of two lines. */
export async function insertCart(at: Date): Promise<string> {
  const token = newToken()
  const goods = await findGoods()
  const [cart] = await rows<{ id: number }>(sql`
    insert into carts (token_hash, created_at, updated_at) values (${hashToken(token)}, ${at}, ${at}) returning id`)
  await rows(sql`
    insert into cart_lines (cart_id, variant_id, quantity, seen_price_minor, added_at)
    values (${cart?.id}, ${goods.physical}, 1, ${goods.physicalMinor}, ${at}), (${cart?.id}, ${goods.digital}, 1, ${goods.digitalMinor}, ${at})`)
  return token
}

export type Settled = { paid: number; byThemselves: number; receipts: number; lastReceipt: number }

/** What became of the orders: how many are paid, and whether the receipt numbers are without a gap. */
export async function countSettled(): Promise<Settled> {
  const [settled] = await rows<Settled>(sql`
    select (select count(*)::int from orders where status = 'paid') as paid,
      (select count(*)::int from webhook_events where state = 'settled') as "byThemselves",
      (select count(distinct receipt_number)::int from orders) as receipts,
      (select coalesce(max(receipt_number), 0) from orders) as "lastReceipt"`)
  if (!settled) throw new Error('the orders could not be counted')
  return settled
}

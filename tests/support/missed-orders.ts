import { rows, sql } from '@/lib/db'
import type { ShopWorld } from './shop-world'

/** Many orders that were paid without anyone telling the shop, made quickly. */

const atOnce = 25

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Orders of $12.00 with an open page for one shared product, numbered from `firstNumber`. */
async function insertOrders(productId: string, firstNumber: number, count: number, at: Date): Promise<void> {
  const numbers = sql`generate_series(${firstNumber}::int, ${firstNumber + count - 1}::int) as n`
  await rows(sql`
    insert into customers (email, name, created_at) values ('ada@missed.test', 'Ada', ${at}) on conflict do nothing`)
  await rows(sql`
    insert into orders (number, mode, currency, subtotal_minor, total_minor, customer_id, email, name, cart_fingerprint,
      buyer_token_hash, hold_expires_at, expires_at, placed_at)
    select n, 'test', 'USD', 1200, 1200, (select id from customers where email = 'ada@missed.test'), 'ada@missed.test', 'Ada',
      '\\x00', '\\x00', ${at}::timestamptz + interval '1 hour', ${at}::timestamptz + interval '1 day', ${at} from ${numbers}`)
  await rows(sql`
    insert into order_lines (order_id, position, product_slug, product_name, options_text, sku, kind, unit_price_minor, quantity, total_minor)
    select id, 1, 'pin', 'Pin', '', 'PIN', 'physical', 1200, 1, 1200 from orders where number >= ${firstNumber}`)
  await rows(sql`
    insert into attempts (order_id, number, provider, mode, state, live_order_id, nonce, details_hash, expected_minor, currency,
      provider_product_id, provider_session_id, url, created_at, opened_at)
    select id, 1, 'pocketsflow', 'test', 'open', id, 'nonce-' || number, '\\x00', 1200, 'USD', ${productId}, 'cs_' || number,
      'http://localhost/checkout/' || number, ${at}, ${at} from orders where number >= ${firstNumber}`)
}

/** Pays orders at the provider; with webhooks switched off nobody tells the shop. */
async function payOrders(world: ShopWorld, productId: string, numbers: readonly number[]): Promise<void> {
  await inParallel(numbers, async (number) => {
    const session = await world.api('POST', '/checkout/sessions', {
      productId,
      successUrl: 'http://shop.test/thank-you/x',
      cancelUrl: 'http://shop.test/checkout/cancelled',
      customerEmail: 'ada@missed.test',
      metadata: { external_order_id: String(number), attempt: '1', nonce: `nonce-${number}` },
    })
    await world.pay(session.url)
  })
}

const countByStatus = async (firstNumber: number) => {
  const counts = await rows<{ status: string; count: number }>(sql`
    select status, count(*)::int as count from orders where number >= ${firstNumber} group by status`)
  return Object.fromEntries(counts.map(({ status, count }) => [status, count]))
}

/** A product at the provider, and orders for it. */
export async function openMissedOrders(world: ShopWorld) {
  await world.switches({ webhook_drop: 'all' })
  const { _id } = await world.api('POST', '/products', { name: 'Pin', price: 12, currency: 'USD' })
  const productId = String(_id)
  const [highest] = await rows<{ number: number }>(sql`select coalesce(max(number), 100000) as number from orders`)
  const firstNumber = (highest?.number ?? 0) + 1
  let nextNumber = firstNumber
  return {
    /** Places and pays so many more. */
    miss: async (count: number) => {
      const numbers = Array.from({ length: count }, (_one, index) => nextNumber + index)
      await insertOrders(productId, nextNumber, count, world.clock.now())
      nextNumber += count
      await payOrders(world, productId, numbers)
    },
    countByStatus: () => countByStatus(firstNumber),
  }
}

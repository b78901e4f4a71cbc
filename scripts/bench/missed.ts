import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rows, sql } from '@/lib/db'
import { startSandboxProcess } from '../demo/sandbox-process'
import { Failure } from '../processes/failure'
import { freePortRow } from '../processes/ports'
import type { CommandContext } from '../processes/run-command'
import { insertOpenOrders, type OpenOrder } from './orders'
import { BENCH_API_KEY, type Stage } from './stage'

export type MissedSweep = { orders: number; paidMs: number; calls: number; mostCallsInAMinute: number }

const PAY_AT_ONCE = 20
const DEADLINE_MS = 130_000
const PAGE_SIZE = 20
/** The sandbox plays each on a port of its own, one behind the other. */
const PROVIDERS = 3

type Ask = (method: string, path: string, body: unknown) => Promise<Record<string, unknown>>

const asker =
  (origin: string): Ask =>
  async (method, path, body) => {
    const headers = { authorization: `Bearer ${BENCH_API_KEY}`, 'content-type': 'application/json' }
    const answer = await fetch(`${origin}${path}`, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Failure(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as Record<string, unknown>
  }

async function payUntold(ask: Ask, productId: string, orders: OpenOrder[]): Promise<void> {
  const urls = { successUrl: 'http://localhost/thank-you/x', cancelUrl: 'http://localhost/checkout/cancelled' }
  const queue = orders.values()
  const payer = async () => {
    for (const { number, nonce, email } of queue) {
      const metadata = { external_order_id: String(number), attempt: '1', nonce }
      const session = await ask('POST', '/checkout/sessions', { productId, customerEmail: email, metadata, ...urls })
      await ask('POST', `/_sandbox/sessions/${String(session.url).split('/').at(-1)}/pay`, {})
    }
  }
  await Promise.all(Array.from({ length: PAY_AT_ONCE }, payer))
}

async function untilPaid(orders: OpenOrder[]): Promise<void> {
  const ids = orders.map(({ id }) => id)
  const deadline = Date.now() + DEADLINE_MS
  while (Date.now() < deadline) {
    const [left] = await rows<{ unpaid: number }>(sql`
      select count(*)::int as unpaid from orders where id = any(${ids}::int[]) and status <> 'paid'`)
    if (left?.unpaid === 0) return
    await sleep(200)
  }
  throw new Failure(`Missed orders were not settled within ${DEADLINE_MS / 1_000} s.`)
}

/** What earlier rounds left behind would be asked about too, out of the same budget. */
async function forgetOthers(): Promise<void> {
  await rows(sql`delete from order_products`)
  await rows(sql`update orders set status = 'cancelled' where status = 'awaiting_payment'`)
  await rows(sql`delete from call_budgets`)
}

/** Orders that were paid at the provider while every webhook was lost: how long a shop that starts then takes to know. */
export async function sweepMissed(context: CommandContext, stage: Stage, count: number): Promise<MissedSweep> {
  process.env.SANDBOX_PORT = String(await freePortRow(PROVIDERS))
  const provider = await startSandboxProcess(context, path.join(stage.dataDir, 'missed'))
  const ask = asker(provider)
  await ask('PATCH', '/_sandbox/switches', { webhook_drop: 'all', page_size_cap: PAGE_SIZE })
  await forgetOthers()
  const orders = await insertOpenOrders(count, new Date(Date.now() - 60_000))
  const price = (orders[0]?.totalMinor ?? 0) / 100
  const { _id: productId } = await ask('POST', '/products', { name: 'Missed', price, currency: 'USD', published: true })
  await rows(sql`
    update attempts set provider_product_id = ${productId}, product_is_ours = false
    where order_id = any(${orders.map(({ id }) => id)}::int[])`)
  await payUntold(ask, String(productId), orders)
  const startedMs = performance.now()
  const shop = await stage.openShop({ POCKETSFLOW_API_URL: provider })
  await untilPaid(orders)
  const paidMs = performance.now() - startedMs
  const [budget] = await rows<{ calls: number; most: number }>(sql`
    select sum(sweeps)::int as calls, max(sweeps)::int as most from call_budgets`)
  await shop.close()
  return { orders: count, paidMs, calls: budget?.calls ?? 0, mostCallsInAMinute: budget?.most ?? 0 }
}

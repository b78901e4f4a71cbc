import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { Disagreement } from './model'

const readCounts = (tx: Tx) =>
  tx.rows<{ refunds: number; paidOrders: number }>(sql`
    select (select count(*)::int from refunds where state = 'completed') as refunds,
      (select count(*)::int from orders where paid_at is not null) as "paidOrders"`)

/** Refunds that completed without a posting of their amount. */
async function unpostedRefunds(tx: Tx): Promise<Disagreement[]> {
  const refunds = await tx.rows<{ id: number; providerRefundId: string | null; amountMinor: number }>(sql`
    select r.id, r.provider_refund_id as "providerRefundId", r.amount_minor as "amountMinor" from refunds r
    where r.state = 'completed' and not exists (select from ledger_transactions t
      join ledger_entries e on e.transaction_id = t.id and e.account = 'provider' and e.amount_minor = -r.amount_minor
      where t.posting_key = 'refund:' || r.provider::text || ':' || r.mode::text || ':' || r.id) order by r.id`)
  return refunds.map(({ id, providerRefundId, amountMinor }) => ({
    subject: `Refund ${providerRefundId ?? id}`,
    problem: `completed, but the ledger has no posting of its ${amountMinor} in minor units.`,
  }))
}

type Moneyless = { number: number; totalMinor: number; cameMinor: number }

/** Orders that are paid by no merchant's word and not by money either. */
async function moneylessOrders(tx: Tx): Promise<Disagreement[]> {
  const orders = await tx.rows<Moneyless>(sql`
    select * from (select o.number, o.total_minor as "totalMinor",
      (select coalesce(sum(p.gross_minor + p.discount_minor), 0)::int from payments p
        where p.order_id = o.id and p.verdict in ('settles', 'late')) as "cameMinor"
      from orders o where o.paid_at is not null and o.confirmed_by is distinct from 'merchant') paid
    where paid."cameMinor" < paid."totalMinor" order by paid.number`)
  return orders.map(({ number, totalMinor, cameMinor }) => ({
    subject: `Order ${number}`,
    problem: `is paid, but only ${cameMinor} of its ${totalMinor} (minor units) came, and no merchant marked it.`,
  }))
}

/** Compares completed refunds and paid orders with the money that moved. */
export async function verifyOrders(tx: Tx) {
  const [counts] = await readCounts(tx)
  const disagreements = [...(await unpostedRefunds(tx)), ...(await moneylessOrders(tx))]
  return { refunds: counts?.refunds ?? 0, paidOrders: counts?.paidOrders ?? 0, disagreements }
}

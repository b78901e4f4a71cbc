import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { activeMode } from '@/lib/payments/registry'
import { type Confirmations, confirmationDays, confirmationWays } from './model'

const dayMs = 86_400_000

type Read = { way: string; count: number; medianSeconds: number | null; slowSeconds: number | null }

/**
 * How the paid orders of the last days were learned of, and in how many seconds after the provider had the money, where it
 * said when that was. Of the active mode. Reads only.
 */
export async function readConfirmations(clock: Clock, days: number = confirmationDays[0]): Promise<Confirmations> {
  const since = new Date(clock.now().getTime() - days * dayMs)
  const read = await rows<Read>(sql`
    with paid as (
      select o.confirmed_by as way, greatest(0, extract(epoch from o.paid_at - (
        select max(p.provider_created_at) from payments p
        where p.order_id = o.id and p.verdict in ('settles', 'late')))::float8) as raw,
        exists (select from payments p where p.order_id = o.id and p.verdict in ('settles', 'late')
          and p.provider_created_at is not null) as "isTimed"
      from orders o where o.paid_at >= ${since} and o.mode = ${activeMode()}::payment_mode)
    select way, count(*)::int as count,
      percentile_cont(0.5) within group (order by raw) filter (where "isTimed") as "medianSeconds",
      percentile_cont(0.95) within group (order by raw) filter (where "isTimed") as "slowSeconds"
    from paid group by way`)
  const ways = confirmationWays.map((way) => {
    const found = read.find((one) => one.way === way)
    return found ? { ...found, way } : { way, count: 0, medianSeconds: null, slowSeconds: null }
  })
  return { days, orderCount: ways.reduce((sum, { count }) => sum + count, 0), ways }
}

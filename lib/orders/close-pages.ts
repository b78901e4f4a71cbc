import 'server-only'
import { type Prisma, sql } from '@/lib/db'

/**
 * What ends the pages of an unpaid order that ends itself, for a `with`: none is live any more, and one that is just being opened
 * is not used. A page that is open may still be paid; such money is taken as paid late.
 */
export const closePages = (orderId: number): Prisma.Sql => sql`
  update attempts set live_order_id = null, live_line_id = null,
    state = case when state = 'creating' then 'superseded'::attempt_state else state end where order_id = ${orderId}`

/**
 * What ends the pages of an order that has its money, or whose money went back, for a `with`: none is live or to be paid any more.
 * `paidAttemptId` is the one that was paid, if any was.
 */
export const endPages = (orderId: number, paidAttemptId: number | null): Prisma.Sql => sql`
  update attempts set live_order_id = null, live_line_id = null,
    state = case when id = ${paidAttemptId}::int then 'paid'::attempt_state
      when state in ('creating', 'open') then 'superseded'::attempt_state else state end
  where order_id = ${orderId}`

/** Lets the worker take what was made for an order off sale from now on. */
export const tidyProducts = (orderId: number, at: Date): Prisma.Sql => sql`
  update order_products set next_try_at = ${at} where order_id = ${orderId} and state = 'live'`

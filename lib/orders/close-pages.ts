import 'server-only'
import { type Prisma, sql } from '@/lib/db'

/**
 * What ends the pages of an unpaid order that ends itself, for a `with`: none is live any more, and one that is just being opened
 * is not used. A page that is open may still be paid; such money is taken as paid late.
 */
export const closePages = (orderId: number): Prisma.Sql => sql`
  update attempts set live_order_id = null, live_line_id = null,
    state = case when state = 'creating' then 'superseded'::attempt_state else state end where order_id = ${orderId}`

import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import {
  countCap,
  type OrderCounts,
  type OrderFilter,
  type OrderPage,
  type OrderRow,
  type OrderTab,
  ordersPerPage,
  orderTabs,
  readSearch,
  type SearchMeaning,
} from '@/lib/back-office/model'
import { Prisma, rows, sql } from '@/lib/db'
import { providers } from '@/lib/payments/providers'

/**
 * One page of orders, newest first, by tab and search. A search that hits a number, a whole e-mail or a provider's id
 * shows only those; otherwise e-mails that begin with it. Only indexed columns are asked. Merchants only.
 */
export async function listOrders(filter: OrderFilter): Promise<OrderPage> {
  await requireMerchant()
  if (filter.search === '') return readPage(filter, tabCondition(filter.tab), null)
  const meaning = readSearch(filter.search)
  if (!meaning) return { rows: [], olderThan: null, newerThan: null, match: 'exact' }
  const exact = Prisma.join([tabCondition(filter.tab), sql`o.id in (${exactIds(meaning)})`], ' and ')
  const [hit] = await rows(sql`select 1 from orders o where ${exact} limit 1`)
  if (hit) return readPage(filter, exact, 'exact')
  const begins = Prisma.join([tabCondition(filter.tab), sql`o.email like ${likePrefix(meaning.email)}`], ' and ')
  return readPage(filter, begins, 'begins')
}

/** How many orders each tab holds, counted up to countCap. Merchants only. */
export async function countOrders(): Promise<OrderCounts> {
  await requireMerchant()
  const counts = orderTabs.map(
    (tab) => sql`select ${tab} as tab, count(*)::int as count
      from (select 1 from orders o where ${tabCondition(tab)} limit ${countCap}) as counted`,
  )
  const found = await rows<{ tab: OrderTab; count: number }>(Prisma.join(counts, ' union all '))
  return Object.fromEntries(found.map(({ tab, count }) => [tab, count])) as OrderCounts
}

function tabCondition(tab: OrderTab | null): Prisma.Sql {
  if (tab === null) return sql`true`
  // Both lists name what is wanted, so that the index on fulfilment and status finds it.
  if (tab === 'to_fulfil') {
    return sql`o.fulfilment in ('unfulfilled', 'partly_fulfilled') and o.status in ('paid', 'partially_refunded')`
  }
  return sql`o.status = ${tab}::order_status`
}

// Each part asks one index; provider and mode are listed because their indexes begin with them.
function exactIds({ number, email, providerId }: SearchMeaning): Prisma.Sql {
  const anywhere = sql`provider = any(${providers.map(({ id }) => id)}::provider[]) and mode in ('test', 'live')`
  return Prisma.join(
    [
      sql`select id from orders where number = ${number}::int`,
      sql`select id from orders where email = ${email}`,
      sql`select order_id from payments where provider_order_id = ${providerId} and order_id is not null`,
      sql`select order_id from attempts where provider_session_id = ${providerId}`,
      sql`select order_id from attempts where ${anywhere} and provider_product_id = ${providerId}`,
      sql`select order_id from webhook_events
        where ${anywhere} and provider_order_id = ${providerId} and order_id is not null`,
    ],
    ' union ',
  )
}

/** A LIKE pattern for "begins with", whatever the text holds. */
const likePrefix = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`

async function readPage(filter: OrderFilter, condition: Prisma.Sql, match: OrderPage['match']): Promise<OrderPage> {
  if (filter.newerThan === null) return readOlder(filter.olderThan, condition, match)
  const found = await readRows(sql`${condition} and o.id > ${filter.newerThan}`, sql`o.id asc`)
  // Near the top a page of newer ones would be a short one: the first page holds them all.
  if (found.length <= ordersPerPage) return readOlder(null, condition, match)
  const page = found.slice(0, ordersPerPage).reverse()
  return { rows: page, match, newerThan: page[0]?.id ?? null, olderThan: page.at(-1)?.id ?? null }
}

async function readOlder(olderThan: number | null, condition: Prisma.Sql, match: OrderPage['match']) {
  const bound = olderThan === null ? condition : sql`${condition} and o.id < ${olderThan}`
  const found = await readRows(bound, sql`o.id desc`)
  const page = found.slice(0, ordersPerPage)
  return {
    rows: page,
    match,
    newerThan: olderThan === null ? null : (page[0]?.id ?? olderThan - 1),
    olderThan: found.length > ordersPerPage ? (page.at(-1)?.id ?? null) : null,
  }
}

function readRows(condition: Prisma.Sql, order: Prisma.Sql): Promise<OrderRow[]> {
  return rows<OrderRow>(sql`
    select o.id, o.number, o.mode, o.status, o.fulfilment, o.placed_at as "placedAt", o.paid_at as "paidAt",
      o.name, o.email, o.currency, o.total_minor as "totalMinor", o.paid_late as "paidLate",
      o.paid_twice as "paidTwice", o.disputed, o.refund_due_minor as "refundDueMinor",
      items.count as "itemCount", items.first as "firstItem"
    from orders o cross join lateral (
      select coalesce(sum(l.quantity), 0)::int as count,
        coalesce((array_agg(l.product_name order by l.position))[1], '') as first
      from order_lines l where l.order_id = o.id
    ) as items
    where ${condition} order by ${order} limit ${ordersPerPage + 1}`)
}

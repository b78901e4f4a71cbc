import { verifyLedger } from '@/lib/ledger/verify-ledger'
import type { OrderStatus } from '@/lib/orders/model'
import { canMove } from '@/lib/orders/transitions'
import { readAllBooks } from './provider'
import type { BookedPayment } from './provider-books'
import type { Stage } from './stage'

/** The provider promises to wait 5 s; the shop answers before. */
export const ANSWER_WITHIN_MS = 4_500

type ShopPayment = {
  id: string
  verdict: 'settles' | 'late' | 'duplicate' | 'mismatch' | 'unmatched'
  grossMinor: number
  refundedMinor: number
  number: number | null
  status: OrderStatus | null
  refundDueMinor: number | null
}

const readPayments = ({ database }: Stage) =>
  database.query<ShopPayment>(`
    select p.provider_order_id as id, p.verdict, p.gross_minor as "grossMinor", p.refunded_minor as "refundedMinor",
      o.number, o.status, o.refund_due_minor as "refundDueMinor"
    from payments p left join orders o on o.id = p.order_id`)

const PAID: readonly (OrderStatus | null)[] = ['paid', 'partially_refunded', 'refunded']

function faultsOfPayment(booked: BookedPayment, rows: ShopPayment[]): string[] {
  const [row] = rows
  if (!row || rows.length > 1) return [`I1: payment ${booked.id} is written down ${rows.length} times`]
  const faults: string[] = []
  if (row.grossMinor !== booked.grossMinor || row.refundedMinor !== booked.refundedMinor) {
    faults.push(`I1: payment ${row.id} is ${row.grossMinor} less ${row.refundedMinor} here, not as at the provider`)
  }
  const stands =
    (row.verdict === 'settles' || row.verdict === 'late') &&
    (PAID.includes(row.status) || (row.refundDueMinor ?? 0) > 0)
  const isFlagged = row.verdict === 'duplicate' && (row.refundDueMinor ?? 0) > 0
  if (!stands && !isFlagged && row.status !== 'needs_review' && row.verdict !== 'unmatched') {
    faults.push(`I1: order ${row.number} is ${row.status} with its payment ${row.id}`)
  }
  return faults
}

/** I1, I2: each of the provider's payments is one row of one order, and there is no other. */
async function compareMoney(stage: Stage, booked: BookedPayment[]): Promise<string[]> {
  const ours = Map.groupBy(await readPayments(stage), ({ id }) => id)
  const known = new Set(booked.map(({ id }) => id))
  const invented = [...ours.keys()].filter((id) => !known.has(id))
  const [twice] = await stage.database.query<{ number: number }>(`
    select o.number from payments p join orders o on o.id = p.order_id where p.verdict in ('settles', 'late')
    group by 1 having count(*) > 1 limit 1`)
  return [
    ...booked.flatMap((payment) => faultsOfPayment(payment, ours.get(payment.id) ?? [])),
    ...invented.map((id) => `I2: payment ${id} is unknown to the provider`),
    ...(twice ? [`I1: order ${twice.number} is paid by two payments`] : []),
  ]
}

type Checked = { invariant: string; what: string; query: string }

/** What must never be found; each query names one case. */
const NEVER: Checked[] = [
  {
    invariant: 'I3',
    what: 'shipped or paid without money, or paid twice',
    query: `select o.number from orders o where (o.fulfilment <> 'unfulfilled' and o.paid_at is null)
      or (select count(*) from timeline t where t.order_id = o.id and t.to_status = 'paid') > 1`,
  },
  {
    invariant: 'I4',
    what: 'stock is not what was there less what was taken',
    query: `select v.id as number from variants v where v.stock is not null and (v.stock < 0
      or v.stock <> $1::int - coalesce((select sum(stock_taken) from order_lines l where l.variant_id = v.id), 0))`,
  },
  {
    invariant: 'I5',
    what: 'more than one receipt to be mailed, or none for a paid order',
    query: `select o.number from orders o left join mails m on m.order_id = o.id and m.kind = 'order_paid'
      group by o.id having count(m.id) <> case when o.paid_at is null then 0 else 1 end`,
  },
  {
    invariant: 'I5',
    what: 'receipt numbers have a gap that nobody noted',
    query: `select c.last as number from receipt_counters c
      where c.last <> (select count(distinct receipt_number) from orders o where o.mode = c.mode)
        + coalesce((select sum(g.last - g.first + 1) from number_gaps g where g.of = 'receipts (' || c.mode || ')'), 0)`,
  },
  {
    invariant: 'I10',
    what: 'waits for a person without a reason',
    query: `select number from orders where status = 'needs_review' and coalesce(review_reason, '') = ''`,
  },
  {
    invariant: 'I10',
    what: 'a stored event is undecided or has no reason',
    query: `select id as number from webhook_events where state in ('received', 'confirming')
      or (state in ('failed', 'unmatched', 'contradictory') and coalesce(reason, '') = '')`,
  },
]

async function checkNever({ database, shoppers }: Stage): Promise<string[]> {
  const found = await Promise.all(
    NEVER.map(async ({ invariant, what, query }) => {
      const values = query.includes('$1') ? [shoppers.initialStock] : []
      const rows = await database.query<{ number: number }>(query, values)
      return rows.slice(0, 3).map(({ number }) => `${invariant}: ${what} (${number})`)
    }),
  )
  return found.flat()
}

type Move = { number: number; fromStatus: OrderStatus; toStatus: OrderStatus }

/** I6: every step of every order's story is one that the table allows, from where the last step ended. */
async function checkStories({ database }: Stage): Promise<string[]> {
  const moves = await database.query<Move>(`
    select o.number, t.from_status as "fromStatus", t.to_status as "toStatus" from timeline t join orders o on o.id = t.order_id
    where t.to_status is not null and t.kind <> 'placed' order by t.order_id, t.id`)
  const standing = new Map<number, OrderStatus>()
  return moves.flatMap(({ number, fromStatus, toStatus }) => {
    const before = standing.get(number) ?? 'awaiting_payment'
    standing.set(number, toStatus)
    const isFit = fromStatus === before && canMove(fromStatus, toStatus)
    return isFit ? [] : [`I6: order ${number} went from ${before} to ${toStatus}`]
  })
}

/** I5: a receipt reaches its buyer once. */
function checkMailbox({ mailbox }: Stage, mayComeTwice: number): string[] {
  const copies = [...Map.groupBy(mailbox.subjects, (subject) => subject)].filter(([, { length }]) => length > 1)
  const tooMany = copies.reduce((sum, [, { length }]) => sum + length - 1, 0)
  if (tooMany <= mayComeTwice) return []
  const words = copies.map(([subject, { length }]) => `${length} times “${subject}”`).join(', ')
  return [`I5: ${tooMany} mails came more than once, of which ${mayComeTwice} may: ${words}`]
}

/** I7, I8: what was answered 2xx is in the inbox, and every answer came in time. */
async function checkAnswers({ database, deliveries }: Stage): Promise<string[]> {
  const stored = await database.query<{ hash: string; count: number }>(`
    select encode(body_hash, 'hex') as hash, count(*)::int as count from webhook_events group by 1`)
  const countOf = new Map(stored.map(({ hash, count }) => [hash, count]))
  const taken = Map.groupBy(
    deliveries.seen.filter(({ status }) => status !== null && status < 300),
    ({ bodyHash }) => bodyHash,
  )
  const unkept = [...taken].filter(([hash, { length }]) => (countOf.get(hash) ?? 0) < length)
  const late = deliveries.seen.filter((one) => one.status !== null && one.tookMs > ANSWER_WITHIN_MS && !one.isExcused)
  return [
    ...(unkept.length > 0 ? [`I7: ${unkept.length} deliveries were answered 200 and are not in the inbox`] : []),
    ...late.map(({ tookMs }) => `I8: a webhook was answered after ${tookMs} ms`),
  ]
}

async function checkBooks(): Promise<string[]> {
  const { disagreements } = await verifyLedger()
  return disagreements.slice(0, 3).map(({ subject, problem }) => `ledger: ${subject} ${problem}`)
}

/**
 * Compares the whole shop with the provider's own books, and looks for whatever must never be (I1 to I10 of the
 * reliability notes, but for I9). @returns what is wrong, in words; nothing when all is well.
 */
export async function compareBooks(stage: Stage, mayComeTwice: number): Promise<string[]> {
  const booked = await readAllBooks(stage.providers)
  const found = await Promise.all([
    compareMoney(stage, booked),
    checkNever(stage),
    checkStories(stage),
    checkAnswers(stage),
    checkBooks(),
  ])
  return [...found.flat(), ...checkMailbox(stage, mayComeTwice)]
}

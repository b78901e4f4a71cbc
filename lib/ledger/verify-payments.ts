import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { ACCOUNTS, type Balances, type BookedPayment, type Claim, type Disagreement } from './model'
import { balancesOf } from './postings'
import { claimSql } from './read-standing'

const PAGE = 1_000

type Row = BookedPayment & {
  id: number
  claim: Claim
  verdict: string
  grossMinor: number
  taxMinor: number | null
  feeMinor: number | null
  /** As the payment's row says, and as its completed refunds add up to. */
  refundedMinor: number
  completedRefundsMinor: number
  confirmedBy: string | null
  hasCharge: boolean
  postedElsewhere: number | null
  booked: Balances
}

/** Every key under which payment `p` may stand in the books. */
const keys = sql`
  (select array_agg(prefix || ':' || p.provider::text || ':' || p.mode::text || ':' || p.provider_order_id)
    from unnest(array['charge', 'matched', 'kept', 'tax', 'fee']) as prefix)
  || array(select 'refund:' || p.provider::text || ':' || p.mode::text || ':' || r.id from refunds r where r.payment_id = p.id)`

const readPage = (tx: Tx, afterId: number) =>
  tx.rows<Row>(sql`
    select p.id, p.provider, p.mode, p.provider_order_id as "providerOrderId", p.currency, o.number as "orderNumber",
      ${claimSql} as claim, p.verdict, p.gross_minor as "grossMinor", p.tax_minor as "taxMinor",
      p.fee_minor as "feeMinor", p.refunded_minor as "refundedMinor", o.confirmed_by as "confirmedBy",
      (select coalesce(sum(r.amount_minor), 0)::int from refunds r
        where r.payment_id = p.id and r.state = 'completed') as "completedRefundsMinor",
      exists (select from ledger_transactions t where t.posting_key = any(k.keys) and t.posting_key like 'charge:%') as "hasCharge",
      (select min(t.order_number) from ledger_transactions t
        where t.posting_key = any(k.keys) and t.order_number is distinct from o.number) as "postedElsewhere",
      (select coalesce(json_object_agg(a.account, a.amount), '{}') from (select e.account, sum(e.amount_minor) as amount
        from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
        where t.posting_key = any(k.keys) group by e.account) a) as booked
    from payments p left join orders o on o.id = p.order_id
    cross join lateral (select ${keys} as keys) k
    where p.id > ${afterId} order by p.id limit ${PAGE}`)

const nameOf = ({ providerOrderId, orderNumber }: Row) =>
  `Payment ${providerOrderId}${orderNumber === null ? '' : ` of order ${orderNumber}`}`

function differences(row: Row): string[] {
  const should = balancesOf({ ...row, refundedMinor: row.completedRefundsMinor })
  const accounts = ACCOUNTS.filter((account) => (row.booked[account] ?? 0) !== (should[account] ?? 0))
  return accounts.map((account) => `${account} ${row.booked[account] ?? 0} instead of ${should[account] ?? 0}`)
}

function problemsOf(row: Row): string[] {
  const problems: string[] = []
  const wrong = differences(row)
  if (!row.hasCharge && wrong.length > 0) problems.push('has no charge in the ledger.')
  else if (wrong.length > 0) {
    problems.push(`stands in the ledger otherwise than it is (${row.currency}, minor units): ${wrong.join(', ')}.`)
  }
  if (row.refundedMinor !== row.completedRefundsMinor) {
    problems.push(
      `says that ${row.refundedMinor} was refunded, its completed refunds add up to ${row.completedRefundsMinor}.`,
    )
  }
  if (row.postedElsewhere !== null) problems.push(`is posted to order ${row.postedElsewhere}.`)
  if (row.verdict === 'mismatch' && row.claim === 'earned' && row.confirmedBy !== 'merchant') {
    problems.push('was kept although it differs and no merchant marked its order paid.')
  }
  return problems
}

/** Compares every payment with what the ledger has of it, account by account. */
export async function verifyPayments(tx: Tx): Promise<{ checked: number; disagreements: Disagreement[] }> {
  const disagreements: Disagreement[] = []
  let checked = 0
  let page = await readPage(tx, 0)
  while (page.length > 0) {
    checked += page.length
    disagreements.push(...page.flatMap((row) => problemsOf(row).map((problem) => ({ subject: nameOf(row), problem }))))
    page = await readPage(tx, page.at(-1)?.id ?? 0)
  }
  return { checked, disagreements }
}

import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { slack } from '@/lib/numbering/keep-numbers'
import { isOwnNonce } from '@/lib/numbering/nonce'
import { raiseNumbers, readMarks } from '@/lib/numbering/raise-numbers'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'

const reason = 'The provider showed an order of this shop that its database does not know: it was restored.'

/** Numbers that carry our own seal; whatever else the account sells does not count. */
const ownNumbers = (payments: readonly ProviderPayment[]): number[] =>
  payments
    .filter(({ orderNumber }) => /^\d{1,9}$/.test(orderNumber ?? ''))
    .filter(({ nonce, orderNumber }) => nonce !== null && isOwnNonce(nonce, Number(orderNumber)))
    .map(({ orderNumber }) => Number(orderNumber))

/** Orders that may have been paid, and mailed a receipt, after the backup was made. */
async function countUnreceipted(mode: Mode): Promise<number> {
  const [found] = await rows<{ count: number }>(sql`
    select count(*)::int as count from orders where mode = ${mode}::payment_mode and receipt_number is null`)
  return found?.count ?? 0
}

/**
 * When the provider shows orders of ours above the highest that this database has given out, the database was restored:
 * order numbers go on above what the provider shows, receipt numbers above as many as the lost orders can have had. To be
 * called before anything of the page is settled. Safe to repeat.
 */
export async function continueNumbers(
  { mode }: PaymentGateway,
  payments: readonly ProviderPayment[],
  clock: Clock,
): Promise<void> {
  const highest = Math.max(0, ...ownNumbers(payments))
  const marks = await inTransaction(readMarks)
  if (highest <= marks.orders) return
  const receipts = marks[mode] + (highest - marks.orders) + (await countUnreceipted(mode)) + slack
  const gaps = await raiseNumbers({ orders: highest + slack, [mode]: receipts }, reason, clock.now())
  log().error({ gaps }, 'the provider shows orders that the database does not know: numbers go on above')
}

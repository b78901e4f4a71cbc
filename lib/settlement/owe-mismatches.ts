import 'server-only'
import { sql } from '@/lib/db'
import type { SettlementCase } from './settlement'

/** Payments that disagreed before the right one came are owed back. */
export async function oweMismatches({ tx, order }: Pick<SettlementCase, 'tx' | 'order'>): Promise<void> {
  const owedMinor = order.payments
    .filter((payment) => payment.verdict === 'mismatch')
    .reduce((sum, payment) => sum + Math.max(0, payment.grossMinor - payment.refundedMinor), 0)
  if (owedMinor === 0) return
  await tx.rows(sql`
    update orders set paid_twice = true, refund_due_minor = refund_due_minor + ${owedMinor} where id = ${order.id}`)
}

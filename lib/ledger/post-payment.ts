import 'server-only'
import type { Tx } from '@/lib/db'
import type { BookedPayment, Claim, Standing } from './model'
import { postLedger } from './post'
import { type ChargeKind, chargePosting, feePosting, keptPosting, matchedPosting, taxPosting } from './postings'
import { readPaymentOnBooks } from './read-standing'

type Verdict = 'settles' | 'late' | 'duplicate' | 'mismatch' | 'unmatched'

/** A payment that was just written down, or (`earlierId`) an unmatched one that just got its order. */
export type RecordedPayment = BookedPayment &
  Omit<Standing, 'refundedMinor'> & { earlierId: number | null; verdict: Verdict; at: Date }

function chargeKind(verdict: Verdict, claim: Claim): ChargeKind {
  if (verdict !== 'settles' && verdict !== 'late') return verdict
  return claim === 'earned' ? 'charge' : 'held'
}

/**
 * The charge of a payment, in one statement; for an unmatched one that got its order, the move to that order. Safe to
 * repeat.
 */
export async function postPayment(tx: Tx, recorded: RecordedPayment): Promise<void> {
  const { claim, verdict, at } = recorded
  if (recorded.earlierId === null) {
    return postLedger(tx, chargePosting(recorded, chargeKind(verdict, claim), { ...recorded, refundedMinor: 0 }, at))
  }
  if (claim === 'unexplained') return
  const onBooks = await readPaymentOnBooks(tx, recorded.earlierId)
  await postLedger(tx, matchedPosting(onBooks, { ...onBooks, claim }, at))
}

export type LateFigures = { paymentId: number; at: Date; tax: boolean; fee: boolean }

/** Tax and fee that became known after the charge; `tax` and `fee` say which. Call it after the payment has them. */
export async function postLateFigures(tx: Tx, { paymentId, at, tax, fee }: LateFigures): Promise<void> {
  const payment = await readPaymentOnBooks(tx, paymentId)
  if (tax) await postLedger(tx, taxPosting(payment, payment, at))
  if (fee) await postLedger(tx, feePosting(payment, payment, at))
}

/**
 * Money that was owed to its buyer pays for the order from now on. Call it before the order becomes paid, with the order
 * locked. Safe to repeat.
 */
export async function keepPayments(tx: Tx, paymentIds: readonly number[], at: Date): Promise<void> {
  for (const paymentId of paymentIds) {
    const payment = await readPaymentOnBooks(tx, paymentId)
    if (payment.claim === 'owed') await postLedger(tx, keptPosting(payment, payment, at))
  }
}

import type { Tx } from '@/lib/db'
import type { OrderState } from '@/lib/orders/order-state'
import type { ConfirmedBy } from './complete-order'
import type { PaymentProof } from './judge-payment'

/** Where a payment's figures came from; `expected`: nobody told them, the provider only says that all is paid. */
export type FigureSource = 'webhook' | 'api' | 'expected'

/** A payment that is to be settled, and how the shop learned of it. */
export type Settlement = {
  proof: PaymentProof
  confirmedBy: ConfirmedBy
  figuresFrom: FigureSource
  /** Prices that our own discounts make of the product; null = not asked yet, then a lower amount is left undecided. */
  discountTotalsMinor: readonly number[] | null
  at: Date
}

/**
 * What came of a payment. `already` is the loser's answer in a race: someone settled it before. `discount_unclear` wrote
 * nothing: ask the provider for its discounts and call again.
 */
export type SettlementOutcome =
  | {
      outcome: 'paid' | 'part_paid' | 'already' | 'second_payment' | 'sold_out' | 'refunded' | 'mismatch'
      orderId: number
    }
  | { outcome: 'discount_unclear'; orderId: number; providerProductId: string; currency: string; priceMinor: number }
  /** `isNews`: it was not written down as such before. */
  | { outcome: 'unmatched'; isNews: boolean }

/** `finish`, when there is one, must be the last statement before the commit. */
export type Accepted = { outcome: SettlementOutcome; finish?: () => Promise<void> }

/** One payment at its locked order. */
export type SettlementCase = {
  tx: Tx
  order: OrderState
  settlement: Settlement
  /** Nothing is written down of it yet. */
  isNew: boolean
  /** What went back of it while no order explained it. */
  backMinor: number
}

/** What is left of a payment that is about to get its order. Pure. */
export const leftMinorOf = ({ settlement, backMinor }: SettlementCase): number =>
  Math.max(0, settlement.proof.grossMinor - backMinor)

/**
 * Where money stands. Debit is above zero: `provider` is what the provider holds for us, `fees` what it kept, `refunds`
 * what earned money was given back; `sales`, `tax`, `owed_to_buyers` and `unexplained` are credits, below zero.
 */
export const ACCOUNTS = ['provider', 'fees', 'refunds', 'sales', 'tax', 'owed_to_buyers', 'unexplained'] as const
/** Where the shop's money is, or whose it is. */
export type Account = (typeof ACCOUNTS)[number]

/**
 * Whose the money of a payment is: `earned` by a paid order; `owed` to its buyer while no order is paid by it (paid twice,
 * differing, sold out, a part of an order); `unexplained` while no order is known for it.
 */
export type Claim = 'earned' | 'owed' | 'unexplained'

/** Real money and tests have books of their own. */
export type LedgerMode = 'test' | 'live'

/** What an entry of the ledger writes down. */
export type LedgerKind =
  | 'charge'
  | 'duplicate'
  | 'mismatch'
  | 'unmatched'
  | 'held'
  | 'matched'
  | 'kept'
  | 'tax'
  | 'fee'
  | 'refund'

/** One payment of a provider, as the books name it; nothing personal. */
export type BookedPayment = {
  provider: string
  mode: LedgerMode
  providerOrderId: string
  currency: string
  /** Null while no order is known. */
  orderNumber: number | null
}

/** All that decides a payment's balances; minor units, null = the provider has not told it. */
export type Standing = {
  claim: Claim
  grossMinor: number
  taxMinor: number | null
  feeMinor: number | null
  refundedMinor: number
}

/** Minor units by account, of one currency. */
export type Balances = Partial<Record<Account, number>>

/** One side of an entry; the lines of an entry add up to nothing. */
export type LedgerLine = { account: Account; amountMinor: number }

/** One transaction to be written: its entries add up to zero, its key is what makes it the same one. */
export type Posting = {
  postingKey: string
  at: Date
  kind: LedgerKind
  mode: LedgerMode
  currency: string
  orderNumber: number | null
  provider: string
  /** The provider's id of the order or of the refund. */
  reference: string
  entries: LedgerLine[]
}

/** Something in the books that does not agree: which thing, and what is wrong with it. */
export type Disagreement = { subject: string; problem: string }

import type { OrderDetail } from '@/lib/back-office/model'
import type { RefundView } from '@/lib/refunds/model'

/** Shapes of what a person can read as proof; safe in the browser. */

/** All that is written down about one order. */
export type WhyFacts = {
  order: OrderDetail
  refunds: readonly RefundView[]
  timeZone: string
  /** Names of providers that opened a page for it and have no key of its mode here: they cannot be asked. */
  unaskable: readonly string[]
}

/** Why an order is as it is, and what would change it next; whole sentences. */
export type Why = { because: string[]; next: string[] }

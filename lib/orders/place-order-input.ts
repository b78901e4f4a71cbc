import type { Mode } from '@/lib/payments/contract/provider-id'
import type { Address } from './model'

/** Who ordered; no address where nothing is shipped. */
export type OrderContact = { email: string; name: string; address: Address | null }

export type PlaceOrderInput = {
  cartTokenHash: Buffer
  buyerTokenHash: Buffer
  contact: OrderContact
  mode: Mode
  /** A checked code and what it makes of the cart's only line; null without one. */
  discount: { code: string; totalMinor: number } | null
  currency: string
  holdMinutes: number
  expiresMinutes: number
  at: Date
}

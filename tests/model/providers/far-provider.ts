import type { PaymentGateway } from '@/lib/payments/gateway'
import type { ProviderEnd } from '@/tests/support/shop-side'
import type { Page } from '../book'

/** What a history may do at a provider, in the model's words. Amounts in minor units. */

/** What becomes of a refund at the provider; `lost` = it is made, and its answer never arrives. */
export type RefundEnd = 'completed' | 'pending' | 'failed' | 'lost'

/** What differs from history to history without anybody doing anything. */
export type Weather = {
  hasTax: boolean
  /** Flex: two cards pay each session. */
  hasTwoCards: boolean
  /** Flex: what is on its way back counts as gone. */
  countsPending: boolean
  /** Fungies: its API tells how much of a payment went back. */
  tellsParts: boolean
}

export type Paid = { id: string; beforeTaxMinor: number; grossMinor: number }

/** Of a payment: that it came, or that some of it went back. The form is one of two that the provider may send. */
export type Telling = { of: 'payment' | 'refund'; form?: 'A' | 'B'; times?: number; forged?: string | undefined }

/** `goingId` = it is on its way, and known by this at the provider. */
export type GivenBack = { amountMinor: number; goingId: string | null }

/** Money as the provider's own books have it: id, gross, given back. */
export type Kept = [id: string, grossMinor: number, backMinor: number]

export type FarProvider = ProviderEnd & {
  gateway: PaymentGateway
  /** It sends every event until it is taken, so that none is lost for ever. */
  deliversAtLeastOnce: boolean
  /** It forgets everything; no webhook arrives unless a history sends it. */
  begin(weather: Weather): Promise<unknown>
  /** Pays a page that asks for `offMinor` more than it should; null when it takes no money (any more). */
  pay(page: Page, offMinor: number, at: Date): Promise<Paid | null>
  decline(page: Page): Promise<unknown>
  /** The status of each answer. */
  deliver(moneyId: string, telling: Telling): Promise<(number | null)[]>
  /** A refund made in its dashboard; `amountMinor` null = all that is left. Null when it refuses. */
  giveBack(moneyId: string, amountMinor: number | null): Promise<GivenBack | null>
  /** How refunds end that are made from now on; absent where they are done at once. */
  endRefundsAs?(end: RefundEnd): Promise<unknown>
  /** Ends one that is on its way. */
  endRefund?(refundId: string, isCompleted: boolean): Promise<unknown>
  /** Lets a page that nobody paid run out. */
  expire?(page: Page): Promise<unknown>
  books(): Promise<Kept[]>
}

/** What a provider refuses is no error: nothing happened. */
export const unlessRefused = <Answer>(asked: Promise<Answer>): Promise<Answer | null> =>
  asked.catch((error: Error) => {
    if (/: (4\d\d) /.test(error.message)) return null
    throw error
  })

export const statusesOf = ({ deliveries }: { deliveries: { status: number | null }[] }) =>
  deliveries.map(({ status }) => status)

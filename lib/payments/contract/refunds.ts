import type { Answer } from './gateway-error'

/** Money given back as the provider's API (never a webhook) tells it. */
export type ProviderRefund = {
  /** Several that are one of ours are joined by `+`, each of which stands for itself too. */
  providerRefundId: string
  providerOrderId: string
  /** Minor units of the payment's currency, which a refund does not name; null when it is no amount of it. */
  amountIn(currency: string): number | null
  state: 'pending' | 'completed' | 'failed'
  reason: string | null
  createdAt: Date | null
}

/** Refunds as listed, newest first; not whole when some were left out or of an unknown form. */
export type RefundList = { refunds: ProviderRefund[]; isWhole: boolean }

/** `amountMinor` null gives back all that is left. */
export type RefundRequest = {
  /** Ours, the same for a repeat of the same refund: for providers that take a key. */
  key: string
  providerOrderId: string
  amountMinor: number | null
  currency: string
  reason: string
  /** The lines it is for, adding up to `amountMinor`; empty when it is for no lines in particular. */
  lines: readonly RefundRequestLine[]
}

/** The part of a refund that is for one line of the order. */
export type RefundRequestLine = {
  /** In the order, from 1. */
  position: number
  providerProductId: string | null
  quantity: number
  amountMinor: number
}

/** Where money can be given back through the provider's API. */
export type RefundCapability = {
  /** Never repeat it blindly: not every provider takes a key. `ambiguous` = it may have happened. */
  create(request: RefundRequest): Answer<ProviderRefund>
  /** Safe to repeat. */
  listNewest(): Answer<RefundList>
}

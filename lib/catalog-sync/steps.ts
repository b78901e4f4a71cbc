import type { CatalogueCapability } from '@/lib/payments/contract/catalogue'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { RunKind, RunPhase, Verdict } from './model'

/** A run as the worker took it up. */
export type WorkedRun = {
  id: number
  kind: RunKind
  provider: ProviderId
  mode: Mode
  phase: RunPhase
  cursor: string | null
  pagesRead: number
  isListRead: boolean
  categoryId: number | null
  /** What the merchant chose for new products; null = as told there. */
  newKind: 'physical' | 'digital' | null
  newStock: number | null
  stockAsTold: boolean
  startedAt: Date
}

export type StepInput = { run: WorkedRun; catalogue: CatalogueCapability; at: Date }

/** What a step came to: there may be more, this phase is over, or the provider did not play along. */
export type StepResult = 'more' | 'over' | GatewayError

/** A row of an import that the merchant wants applied; `otherPriceMinor` is the price here that was shown beside it. */
export type ImportRow = {
  id: number
  verdict: Verdict
  providerProductId: string
  variantId: number | null
  name: string
  description: string
  priceMinor: number
  currency: string
  /** As it is told there; null = not told. */
  kind: 'physical' | 'digital' | null
  /** As it is told there; null = no limit, or not told. */
  stock: number | null
  otherPriceMinor: number | null
}

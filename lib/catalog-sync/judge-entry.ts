import { compareMapping, type MappedHere } from '@/lib/catalog/compare-mapping'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { SkipReason, Verdict } from './model'

/** The dearest that a variant can be. */
export const maxPriceMinor = 20_000_000

export type ShopSide = {
  mode: Mode
  currency: string
  /** Whether the shop itself made it to carry one order. */
  isOrderProduct: (entry: CatalogueEntry) => boolean
}

export type Judged = { verdict: Verdict; reason: SkipReason | string | null }

/** What becomes of an entry that no variant stands for yet: new, or skipped with the reason. Pure. */
export function judgeUnmapped(entry: CatalogueEntry, shop: ShopSide): Judged {
  const reason = skipReasonOf(entry, shop)
  return reason ? { verdict: 'skipped', reason } : { verdict: 'new', reason: null }
}

const saleReasons: Partial<Record<CatalogueEntry['sale'], SkipReason>> = {
  subscription: 'subscription',
  buyer_sets_price: 'buyer_sets_price',
  other: 'other_kind',
}

function skipReasonOf(entry: CatalogueEntry, shop: ShopSide): SkipReason | null {
  if (shop.isOrderProduct(entry)) return 'order_product'
  if (entry.mode !== shop.mode) return 'wrong_mode'
  if (entry.state !== 'on_sale') return entry.state
  return saleReasons[entry.sale] ?? priceReasonOf(entry, shop) ?? (entry.name.trim() ? null : 'nameless')
}

function priceReasonOf({ priceMinor, currency }: CatalogueEntry, shop: ShopSide): SkipReason | null {
  if (currency !== null && currency !== shop.currency) return 'other_currency'
  if (priceMinor === null || currency === null || priceMinor < 0) return 'unreadable_price'
  if (priceMinor === 0) return 'free'
  return priceMinor > maxPriceMinor ? 'too_dear' : null
}

/** What the comparison with a mapped variant says; null = there is no such entry any more. Pure. */
export function judgeMapped(here: MappedHere, entry: CatalogueEntry | null, mode: Mode): Judged {
  const found = compareMapping(here, entry, mode)
  if (found.state === 'missing') return { verdict: 'gone', reason: found.problem }
  if (found.state === 'drifted') return { verdict: found.isPriceOnly ? 'price' : 'drifted', reason: found.problem }
  return found.newName
    ? { verdict: 'renamed', reason: `It is called “${found.newName}” there now.` }
    : { verdict: 'same', reason: null }
}

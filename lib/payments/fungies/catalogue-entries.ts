import type { CatalogueEntry, CatalogueSale } from '@/lib/payments/contract/catalogue'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { isArchived } from './offers'
import { orderProductReference, planProductReference } from './order-product'
import type { FungiesOffer, FungiesProduct } from './schemas'

/** Offers that carry orders are no part of the catalogue, and there may be thousands. Pure. */
export const holdsOrders = ({ internalId }: Pick<FungiesProduct, 'internalId'>): boolean =>
  internalId === orderProductReference || internalId === planProductReference

/** What a mapping stands for is the offer: it has the price. `product` null = the answer did not tell whose it is. Pure. */
export function entryOf(
  offer: FungiesOffer,
  product: FungiesProduct | null,
  told: { mode: Mode; isOnly: boolean },
): CatalogueEntry {
  return {
    providerProductId: offer.id,
    name: nameOf(offer, product, told.isOnly),
    description: product?.description ?? '',
    sale: saleOf(offer, product),
    state: isArchived(offer) || (product && isArchived(product)) ? 'archived' : 'on_sale',
    kind: kindOf(product),
    stock: offer.limit === null || offer.limit === undefined ? null : Math.max(0, offer.limit - (offer.soldItems ?? 0)),
    priceMinor: Number.isInteger(offer.price) ? Number(offer.price) : null,
    currency: offer.currency?.toUpperCase() ?? null,
    mode: told.mode,
    reference: offer.internalId ?? null,
    createdAt: offer.createdAt,
  }
}

function nameOf({ name }: FungiesOffer, product: FungiesProduct | null, isOnly: boolean): string {
  if (!product || holdsOrders(product)) return name ?? ''
  return isOnly || !name || name === product.name ? product.name : `${product.name} (${name})`
}

const recurring = ['SUBSCRIPTION', 'MEMBERSHIP']
const once = ['ONETIMEPAYMENT', 'ONE_TIME_PAYMENT', 'ONE_TIME']

/** How downloads are spelled was not seen (docs/providers.md); a one-time payment may be for anything. */
const isDownload = (type: string) => /DIGITAL|DOWNLOAD/.test(type)

function kindOf(product: FungiesProduct | null): CatalogueEntry['kind'] {
  return isDownload(product?.type?.toUpperCase() ?? '') ? 'digital' : null
}

function saleOf({ recurringInterval }: FungiesOffer, product: FungiesProduct | null): CatalogueSale {
  const type = product?.type?.toUpperCase()
  if (recurringInterval || (type && recurring.includes(type))) return 'subscription'
  return type === undefined || once.includes(type) || isDownload(type) ? 'one_time' : 'other'
}

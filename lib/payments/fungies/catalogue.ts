import 'server-only'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { absentIs } from '@/lib/payments/read-answer'
import { ok } from '@/lib/shared/result'
import { type FungiesApi, type FungiesCaller, isFungiesId } from './api'
import { entryOf } from './catalogue-entries'
import { isArchived, readOffer } from './offers'
import { type FungiesOffer, type FungiesProduct, offerSchema, productDetailAnswer } from './schemas'

export type ProductWithOffers = { product: FungiesProduct; offers: FungiesOffer[]; unreadableCount: number }

/** Null when there is no such product. Safe to repeat. */
export async function readProductWithOffers(
  caller: FungiesCaller,
  productId: string,
): Answer<ProductWithOffers | null> {
  if (!isFungiesId(productId)) return ok(null)
  const answer = absentIs(null, await caller.get(`/products/${productId}`, productDetailAnswer))
  if (!answer.ok || answer.value === null) return answer.ok ? ok(null) : answer
  const { product, offers: raws } = answer.value
  const offers = raws.flatMap((raw) => offerSchema.safeParse(raw).data ?? [])
  return ok({ product, offers, unreadableCount: raws.length - offers.length })
}

/** The offers of a product as entries; none when there is no such product. Safe to repeat. */
export async function listEntriesOf(api: FungiesApi, productId: string): Answer<CatalogueEntry[]> {
  const found = await readProductWithOffers(api.open(), productId)
  return found.ok ? ok(found.value ? entriesOf(api, found.value) : []) : found
}

/** The offers of a product that can still be bought. Pure. */
export const liveOffers = ({ offers }: ProductWithOffers): FungiesOffer[] =>
  offers.filter((offer) => !isArchived(offer))

/** A product's offers as entries. Pure. */
export function entriesOf({ mode }: Pick<FungiesApi, 'mode'>, one: ProductWithOffers): CatalogueEntry[] {
  const isOnly = liveOffers(one).length <= 1
  return one.offers.map((offer) => entryOf(offer, one.product, { mode, isOnly }))
}

/** Which product an offer belongs to; null where the answer does not tell. Pure. */
export const productIdOf = ({ productId, product }: FungiesOffer): string | null => productId ?? product?.id ?? null

/** Null when there is no such offer. Its name is empty where the answer does not tell whose it is. Safe to repeat. */
export async function readCatalogueEntry(api: FungiesApi, offerId: string): Answer<CatalogueEntry | null> {
  return readEntryWith(api, api.open(), offerId)
}

/** The same within a caller's deadline. */
export async function readEntryWith(
  api: FungiesApi,
  caller: FungiesCaller,
  offerId: string,
): Answer<CatalogueEntry | null> {
  const offer = await readOffer(caller, offerId)
  if (!offer.ok || offer.value === null) return offer.ok ? ok(null) : offer
  const productId = productIdOf(offer.value)
  const owner = productId ? await readProductWithOffers(caller, productId) : ok(null)
  if (!owner.ok) return owner
  const isOnly = owner.value === null || liveOffers(owner.value).length <= 1
  return ok(entryOf(offer.value, owner.value?.product ?? null, { mode: api.mode, isOnly }))
}

import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { absentIs } from '@/lib/payments/read-answer'
import { ok } from '@/lib/shared/result'
import { type FungiesApi, type FungiesCaller, isFungiesId } from './api'
import { keptProduct, type OfferKind } from './order-product'
import { readReference } from './reference'
import { anyAnswer, type FungiesOffer, offerAnswer, offerListAnswer, offerSchema } from './schemas'

const pageSize = 100
const mostPages = 10

/** Null when there is no such offer. Safe to repeat. */
export async function readOffer(caller: FungiesCaller, offerId: string): Answer<FungiesOffer | null> {
  if (!isFungiesId(offerId)) return ok(null)
  const answer = absentIs(null, await caller.get(`/offers/${offerId}`, offerAnswer))
  return answer.ok ? ok(answer.value?.offer ?? null) : answer
}

/** How often it was bought; 0 when it is gone. */
export async function readSoldCount(caller: FungiesCaller, offerId: string): Answer<number> {
  const offer = await readOffer(caller, offerId)
  return offer.ok ? ok(offer.value?.soldItems ?? 0) : offer
}

/** Both spellings of the status were seen. Pure. */
export const isArchived = ({ status }: Pick<FungiesOffer, 'status'>): boolean => status?.toUpperCase() === 'ARCHIVED'

/** Takes an offer off sale for good; nothing at Fungies is deleted. Safe to repeat, one that is gone is off sale too. */
export async function archiveOffer(caller: FungiesCaller, offerId: string): Answer<void> {
  if (!isFungiesId(offerId)) return ok(undefined)
  const answer = absentIs(undefined, await caller.patch(`/offers/${offerId}/archive`, {}, anyAnswer))
  return answer.ok ? ok(undefined) : answer
}

/** Every offer below the product that holds those of a kind, newest first; at most a thousand. Safe to repeat. */
export async function listOrderOffers(
  api: FungiesApi,
  caller: FungiesCaller,
  kind: OfferKind = 'order',
): Answer<FungiesOffer[]> {
  const productId = await keptProduct(api, kind)
  if (!productId) return ok([])
  const offers = new Map<string, FungiesOffer>()
  for (let page = 0; page < mostPages; page++) {
    const path = `/offers/list?product=${productId}&skip=${offers.size}&take=${pageSize}`
    const answer = await caller.get(path, offerListAnswer)
    if (!answer.ok) return answer
    const known = offers.size
    for (const raw of answer.value.offers) {
      const offer = offerSchema.safeParse(raw).data
      // The filter is Fungies'; one that is ignored must not make other offers those of orders.
      if (offer && readReference(offer.internalId)) offers.set(offer.id, offer)
    }
    if (answer.value.offers.length === 0 || offers.size === known) break
  }
  return ok([...offers.values()])
}

/** Rows of the list may come without a name; what we called the offer follows from its reference. */
export function namedOffers(api: FungiesApi, offers: readonly FungiesOffer[]) {
  return offers
    .filter((offer) => !isArchived(offer))
    .flatMap(({ id, internalId, createdAt }) => {
      const reference = readReference(internalId)
      return reference ? [{ providerProductId: id, name: api.names.order(reference.orderNumber), createdAt }] : []
    })
}

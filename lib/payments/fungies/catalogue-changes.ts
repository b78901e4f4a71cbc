import 'server-only'
import type { CatalogueEntry, NewCatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { Answer, GatewayError } from '@/lib/payments/contract/gateway-error'
import { formatMoney } from '@/lib/shared/money'
import { err, ok, type Result } from '@/lib/shared/result'
import type { FungiesApi, FungiesCaller } from './api'
import { liveOffers, type ProductWithOffers, productIdOf, readEntryWith, readProductWithOffers } from './catalogue'
import { archiveOffer, readOffer } from './offers'
import { isOtherUnit, keepPriceUnit, otherUnit, type PriceUnit, readPriceUnit, writtenIn } from './price-unit'
import { anyAnswer, type FungiesOffer, offerAnswer, productAnswer, productListAnswer, productSchema } from './schemas'

type Asked = { api: FungiesApi; caller: FungiesCaller }
type Wanted = { name: string; priceMinor: number; currency: string }
type NewOffer = Wanted & { productId: string; reference: string | null }

/** A product of our reference, the one that is there already if an earlier answer was lost, with one offer. */
export async function createCatalogueEntry(api: FungiesApi, entry: NewCatalogueEntry): Answer<CatalogueEntry> {
  const asked = { api, caller: api.open() }
  const product = await ensureProduct(asked, entry)
  if (!product.ok) return product
  const { reference, name, priceMinor, currency } = entry
  const offer = await ensureOffer(asked, { productId: product.value, reference, name, priceMinor, currency })
  return offer.ok ? readBack(asked, offer.value) : offer
}

async function ensureProduct({ caller }: Asked, { reference, name, description }: NewCatalogueEntry): Answer<string> {
  const listed = await caller.get(`/products/list?take=100&termOrId=${encodeURIComponent(name)}`, productListAnswer)
  if (!listed.ok) return listed
  const products = listed.value.products.flatMap((raw) => productSchema.safeParse(raw).data ?? [])
  const known = products.find(({ internalId }) => internalId === reference)
  if (known) return ok(known.id)
  const body = { name, description, type: 'OneTimePayment', internalId: reference }
  const made = await caller.post('/products/create', body, productAnswer)
  return made.ok ? ok(made.value.product.id) : made
}

/**
 * Fungies may not let a price be changed, so another price is another offer; the old one goes off sale once the new one
 * reads back right. A product of several offers keeps its name: it is not this one's alone.
 */
export async function updateCatalogueEntry(api: FungiesApi, offerId: string, wanted: Wanted): Answer<CatalogueEntry> {
  const asked = { api, caller: api.open() }
  const owner = await readOwner(asked, offerId)
  if (!owner.ok) return owner
  const { offer, product } = owner.value
  if (liveOffers(product).length <= 1 && product.product.name !== wanted.name) {
    const named = await asked.caller.patch(`/products/${product.product.id}/update`, { name: wanted.name }, anyAnswer)
    if (!named.ok) return named
  }
  if (isAsWanted(offer, wanted) && liveOffers(product).some(({ id }) => id === offer.id))
    return readBack(asked, offerId)
  const reference = offer.internalId ?? null
  const made = await ensureOffer(asked, { ...wanted, productId: product.product.id, reference })
  if (!made.ok) return made
  const archived = await archiveOffer(asked.caller, offerId)
  return archived.ok ? readBack(asked, made.value) : err({ ...archived.error, ambiguous: true })
}

async function readOwner(
  { caller }: Asked,
  offerId: string,
): Answer<{ offer: FungiesOffer; product: ProductWithOffers }> {
  const offer = await readOffer(caller, offerId)
  if (!offer.ok) return offer
  if (!offer.value) return err({ code: 'not_found', detail: 'There is no such offer.' })
  const productId = productIdOf(offer.value)
  const product = productId ? await readProductWithOffers(caller, productId) : ok(null)
  if (!product.ok) return product
  if (product.value) return ok({ offer: offer.value, product: product.value })
  return err({
    code: 'refused',
    detail: 'Fungies does not tell which product this offer belongs to. Change it in Fungies’ dashboard.',
  })
}

const isAsWanted = ({ price, currency }: FungiesOffer, wanted: Wanted) =>
  price === wanted.priceMinor && currency?.toUpperCase() === wanted.currency

/** The product's offer at this price and of this reference, or a new one whose price reads back right. */
async function ensureOffer(asked: Asked, wanted: NewOffer): Answer<string> {
  const product = await readProductWithOffers(asked.caller, wanted.productId)
  if (!product.ok) return product
  const offers = product.value ? liveOffers(product.value) : []
  const known = offers.find(
    (offer) => isAsWanted(offer, wanted) && wanted.reference !== null && offer.internalId === wanted.reference,
  )
  if (known) return ok(known.id)
  const unit = await readPriceUnit(asked.api)
  const first = await writeOffer(asked, wanted, unit)
  if (!first.ok || isAsWanted(first.value, wanted)) return keep(asked, first, unit)
  await archiveOffer(asked.caller, first.value.id)
  const price = { amountMinor: wanted.priceMinor, currency: wanted.currency }
  if (!isOtherUnit(unit, price, first.value.price)) return mismatch(wanted, first.value)
  const second = await writeOffer(asked, wanted, otherUnit[unit])
  if (!second.ok || isAsWanted(second.value, wanted)) return keep(asked, second, otherUnit[unit])
  await archiveOffer(asked.caller, second.value.id)
  return mismatch(wanted, second.value)
}

async function keep({ api }: Asked, offer: Result<FungiesOffer, GatewayError>, unit: PriceUnit): Answer<string> {
  if (!offer.ok) return offer
  await keepPriceUnit(api, unit)
  return ok(offer.value.id)
}

async function writeOffer({ caller }: Asked, wanted: NewOffer, unit: PriceUnit): Answer<FungiesOffer> {
  const { productId, reference, name, priceMinor, currency } = wanted
  const body = {
    productId,
    name,
    currency,
    price: writtenIn(unit, { amountMinor: priceMinor, currency }),
    ...(reference && { externalId: reference }),
    mutableQuantity: false,
  }
  const made = await caller.post('/offers/create', body, offerAnswer)
  if (!made.ok) return made
  const read = await readOffer(caller, made.value.offer.id)
  if (read.ok && read.value) return ok(read.value)
  const error = read.ok ? { code: 'not_found' as const, detail: 'The offer cannot be read back.' } : read.error
  return err({ ...error, ambiguous: true })
}

function mismatch({ priceMinor, currency }: NewOffer, { price }: FungiesOffer) {
  const wanted = formatMoney({ amountMinor: priceMinor, currency })
  const shown = Number.isInteger(price) ? formatMoney({ amountMinor: Number(price), currency }) : 'no readable price'
  return err({ code: 'price_mismatch' as const, detail: `The offer reads back at ${shown} instead of ${wanted}.` })
}

async function readBack({ api, caller }: Asked, offerId: string): Answer<CatalogueEntry> {
  const read = await readEntryWith(api, caller, offerId)
  if (!read.ok) return err({ ...read.error, ambiguous: true })
  return read.value
    ? ok(read.value)
    : err({ code: 'not_found', detail: 'The offer cannot be read back.', ambiguous: true })
}

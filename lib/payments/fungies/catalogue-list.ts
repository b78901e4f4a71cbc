import 'server-only'
import { randomUUID } from 'node:crypto'
import type { CatalogueEntry, CataloguePage } from '@/lib/payments/contract/catalogue'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { err, ok } from '@/lib/shared/result'
import type { FungiesApi, FungiesCaller } from './api'
import { entriesOf, productIdOf, readProductWithOffers } from './catalogue'
import { holdsOrders } from './catalogue-entries'
import {
  isBlind,
  isFresh,
  keepBlind,
  keepOfferPages,
  keepOwners,
  keepProducts,
  keepSize,
  type Reading,
  type RememberedProduct,
  readOfferPages,
  readOwners,
  readProducts,
  readSize,
  wholeProduct,
  withRow,
} from './catalogue-memory'
import { readOffer } from './offers'
import { readReference } from './reference'
import {
  type FungiesOffer,
  type FungiesProduct,
  offerListAnswer,
  offerSchema,
  productListAnswer,
  productSchema,
} from './schemas'

/**
 * Fungies lists products without their offers, and offers without their product (docs/providers.md): who belongs to whom
 * costs a call for each product. It is asked once and remembered; later reads go over both lists, a hundred rows a call,
 * and ask only about products whose offers are new, gone or of an unknown form. The list of offers also holds those of
 * orders: where it has become longer than asking about each product, it is left alone.
 */

const pageSize = 100
/** Within one deadline. */
const singlesPerStep = 10
const fewestOfferPages = 10
const mostProducts = 100_000

/** `stamp` tells this read from earlier ones; `done` products of the page were told already. */
type Place = { list: 'offers' | 'products'; skip: number; done: number; stamp: string }

const cursorOf = ({ list, skip, done, stamp }: Place) => `${list}:${skip}:${done}:${stamp}`

function placeOf(cursor: string): Place | null {
  const [, list, skip, done, stamp] = /^(offers|products):(\d{1,6}):(\d{1,3}):([\w-]{1,36})$/.exec(cursor) ?? []
  if (!list || !stamp || Number(skip) > mostProducts) return null
  return { list: list as Place['list'], skip: Number(skip), done: Number(done), stamp }
}

async function firstPlace(api: FungiesApi): Promise<Place> {
  const [size, pages] = await Promise.all([readSize(api), readOfferPages(api)])
  const isWorthIt = size > 0 && pages <= Math.max(fewestOfferPages, size)
  return { list: isWorthIt ? 'offers' : 'products', skip: 0, done: 0, stamp: randomUUID() }
}

/** One step through the catalogue, at most twelve calls. Safe to repeat: what was found out is not asked again. */
export async function listCatalogue(api: FungiesApi, cursor: string | null): Answer<CataloguePage> {
  const place = cursor === null ? await firstPlace(api) : placeOf(cursor)
  if (!place) return err({ code: 'unreadable', detail: 'The list of products does not end.' })
  return place.list === 'offers' ? readOfferRows(api, place) : readProductRows(api, place)
}

const toProducts = ({ stamp }: Place) => cursorOf({ list: 'products', skip: 0, done: 0, stamp })
const nothingFound = { entries: [], unreadableCount: 0, totalCount: null, callsLeft: null }

/** Notes what a page of the list of offers says of offers that are known, and finds out whose the others are. */
async function readOfferRows(api: FungiesApi, place: Place): Answer<CataloguePage> {
  const caller = api.open()
  const answer = await caller.get(`/offers/list?skip=${place.skip}&take=${pageSize}`, offerListAnswer)
  if (!answer.ok) return answer
  const rows = answer.value.offers.flatMap((raw) => offerSchema.safeParse(raw).data ?? [])
  const offers = rows.filter(({ internalId }) => !readReference(internalId))
  const owners = await ownersOf(api, caller, { offers, stamp: place.stamp })
  if (!owners.ok) return owners
  if (!owners.value.isWhole) return ok({ ...nothingFound, next: cursorOf(place) })
  await noteRows(api, offers, owners.value.owners, place.stamp)
  const skip = place.skip + answer.value.offers.length
  const pages = Math.ceil(skip / pageSize)
  const isGivenUp = pages >= Math.max(fewestOfferPages, Math.ceil((await readSize(api)) / 2))
  if (answer.value.offers.length > 0 && !isGivenUp) return ok({ ...nothingFound, next: cursorOf({ ...place, skip }) })
  await keepOfferPages(api, pages)
  return ok({ ...nothingFound, next: toProducts(place) })
}

type Owners = { owners: Map<string, string>; isWhole: boolean }

/** Asks about a few of those that nobody asked about yet; not whole when more are left. */
async function ownersOf(
  api: FungiesApi,
  caller: FungiesCaller,
  { offers, stamp }: { offers: readonly FungiesOffer[]; stamp: string },
): Answer<Owners> {
  const owners = await readOwners(
    api,
    offers.map(({ id }) => id),
  )
  const unknown = offers.filter(({ id }) => !owners.has(id))
  for (const { id } of unknown.slice(0, singlesPerStep)) {
    const offer = await readOffer(caller, id)
    if (!offer.ok) return offer
    const productId = (offer.value && productIdOf(offer.value)) ?? ''
    owners.set(id, productId)
    if (productId === '') await keepBlind(api, stamp)
    await keepOwners(api, new Map([[id, productId]]))
  }
  return ok({ owners, isWhole: unknown.length <= singlesPerStep })
}

const isReadable = ({ price, currency }: FungiesOffer) => Number.isInteger(price) && Boolean(currency)

async function noteRows(
  api: FungiesApi,
  offers: readonly FungiesOffer[],
  owners: ReadonlyMap<string, string>,
  stamp: string,
): Promise<void> {
  const products = await readProducts(api, [...new Set([...owners.values()].filter(Boolean))])
  const changed = new Map<string, RememberedProduct>()
  for (const offer of offers.filter(isReadable)) {
    const productId = owners.get(offer.id) ?? ''
    const product = changed.get(productId) ?? products.get(productId)
    if (product) changed.set(productId, withRow(product, offer, stamp))
  }
  await keepProducts(api, changed)
}

/** Tells the entries of products, in their order, as far as a few calls for those that are not known go. */
async function readProductRows(api: FungiesApi, place: Place): Answer<CataloguePage> {
  const caller = api.open()
  const path = `/products/list?skip=${place.skip}&take=${pageSize}&returnCount=true`
  const answer = await caller.get(path, productListAnswer)
  if (!answer.ok) return answer
  const { products: raws, count, hasMore } = answer.value
  const rows = raws.map((raw) => productSchema.safeParse(raw).data ?? null)
  const reading = { stamp: place.stamp, isBlind: await isBlind(api, place.stamp) }
  const told = await tellProducts({ api, caller, ...reading }, rows, place.done)
  if (!told.ok) return told
  const { entries, unreadableCount, done, unknownShare } = told.value
  const listed = place.skip + raws.length
  const size = typeof count === 'number' ? count : await readSize(api)
  const callsLeft = callsFor(size - place.skip - done, unknownShare)
  const left = { entries, unreadableCount, totalCount: null, callsLeft }
  if (done < rows.length) return ok({ ...left, next: cursorOf({ ...place, done }) })
  const isLast = raws.length === 0 || hasMore === false || (typeof count === 'number' && listed >= count)
  if (!isLast) return ok({ ...left, next: cursorOf({ ...place, skip: listed, done: 0 }) })
  await keepSize(api, listed)
  return ok({ ...left, callsLeft: 0, next: null })
}

/** As if the rest were like this page: the unknown by themselves, and the page again for every few of them. */
const callsFor = (products: number, unknownShare: number): number | null =>
  products > 0 ? Math.ceil(products * (unknownShare * (1 + 1 / singlesPerStep) + 1 / pageSize)) : null

type Read = Reading & { api: FungiesApi; caller: FungiesCaller }
type Told = Pick<CataloguePage, 'unreadableCount'> & {
  entries: CatalogueEntry[]
  done: number
  /** Of the products that were still to be told, those to be asked about. */
  unknownShare: number
}

async function tellProducts(read: Read, rows: readonly (FungiesProduct | null)[], from: number): Answer<Told> {
  const known = await readProducts(
    read.api,
    rows.flatMap((row) => row?.id ?? []),
  )
  const waiting = rows.slice(from)
  const unknown = waiting.filter((row) => row && !holdsOrders(row) && !isFresh(known.get(row.id) ?? null, read))
  const unknownShare = unknown.length / Math.max(1, waiting.length)
  const told: Told = { entries: [], unreadableCount: 0, done: from, unknownShare }
  let calls = 0
  for (const row of waiting) {
    if (row === null) told.unreadableCount += 1
    else if (!holdsOrders(row)) {
      const product = known.get(row.id) ?? null
      if (!isFresh(product, read) && calls >= singlesPerStep) break
      const asked = isFresh(product, read) ? null : await readWhole(read, row)
      calls += asked ? 1 : 0
      if (asked && !asked.ok) return asked
      const { description = null, offers = [] } = asked ? (asked.value ?? {}) : (product ?? {})
      const whole = { product: { ...row, description: row.description ?? description }, offers, unreadableCount: 0 }
      told.entries.push(...entriesOf(read.api, whole))
      told.unreadableCount += asked?.value?.unreadableCount ?? 0
    }
    told.done += 1
  }
  return ok(told)
}

/** Null when it is gone meanwhile. */
async function readWhole(
  { api, caller, stamp }: Read,
  { id }: FungiesProduct,
): Answer<(RememberedProduct & { unreadableCount: number }) | null> {
  const answer = await readProductWithOffers(caller, id)
  if (!answer.ok || answer.value === null) return answer.ok ? ok(null) : answer
  const { product, offers, unreadableCount } = answer.value
  const whole = wholeProduct(offers, product.description ?? null, stamp)
  await keepOwners(api, new Map(offers.map((offer) => [offer.id, id])))
  // One with offers that cannot be read is asked about again each time.
  await keepProducts(api, new Map([[id, unreadableCount > 0 ? { ...whole, hasNew: true } : whole]]))
  return ok({ ...whole, unreadableCount })
}

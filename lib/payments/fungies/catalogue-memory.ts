import 'server-only'
import { z } from 'zod'
import type { FungiesApi } from './api'
import { type FungiesOffer, offerSchema } from './schemas'

/**
 * What an earlier read of the catalogue found out and no list tells: which offers a product has, and what they are called.
 * Kept beside the other facts of the account, so that the next read costs a call for what is new or changed only.
 */
export type RememberedProduct = {
  /** The read that noted something of it last. */
  stamp: string
  /** Offers that this read has seen. */
  seen: string[]
  /** An offer that was not known came up: it is to be read as a whole. */
  hasNew: boolean
  /** The read that read it as a whole last. */
  wholeAt: string
  description: string | null
  offers: FungiesOffer[]
}

const remembered = z.object({
  stamp: z.string(),
  seen: z.array(z.string()),
  hasNew: z.boolean(),
  wholeAt: z.string(),
  description: z.string().nullable(),
  offers: z.array(offerSchema),
})

const longestDescription = 20_000

const ownerName = (offerId: string) => `catalogue offer ${offerId}`
const productName = (productId: string) => `catalogue product ${productId}`
const sizeName = 'catalogue size'
const pagesName = 'catalogue offer pages'
const blindName = 'catalogue blind'

function parse(value: string | undefined): RememberedProduct | null {
  try {
    return remembered.safeParse(JSON.parse(value ?? 'null')).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** A read of the catalogue; `blind` when it met an offer that Fungies does not tell the product of: it may be any's. */
export type Reading = { stamp: string; isBlind: boolean }

/** Whether this read has seen all of its offers, as they were known, and no other. Pure. */
export function isFresh(product: RememberedProduct | null, { stamp, isBlind }: Reading): product is RememberedProduct {
  if (product === null || product.stamp !== stamp || product.hasNew) return false
  return product.wholeAt === stamp || (!isBlind && product.offers.every(({ id }) => product.seen.includes(id)))
}

/** The product after a row of the list of offers, which leaves out names: those that were known stay. Pure. */
export function withRow(product: RememberedProduct, row: FungiesOffer, stamp: string): RememberedProduct {
  const current = product.stamp === stamp ? product : { ...product, stamp, seen: [], hasNew: false }
  const known = current.offers.find(({ id }) => id === row.id)
  if (!known) return { ...current, hasNew: true }
  const offers = current.offers.map((one) => (one === known ? { ...row, name: row.name ?? known.name } : one))
  return { ...current, offers, seen: [...current.seen, row.id] }
}

/** A product that was just read as a whole. Pure. */
export const wholeProduct = (offers: FungiesOffer[], description: string | null, stamp: string): RememberedProduct => ({
  stamp,
  seen: offers.map(({ id }) => id),
  hasNew: false,
  wholeAt: stamp,
  description: description?.slice(0, longestDescription) ?? null,
  offers,
})

/** What is remembered of these products; null for one that is not. */
export async function readProducts({ facts }: FungiesApi, ids: readonly string[]) {
  const found = await facts.readMany(ids.map(productName))
  return new Map(ids.map((id) => [id, parse(found.get(productName(id)))]))
}

/** Remembers products in place of what was known of them. Safe to repeat. */
export const keepProducts = ({ facts }: FungiesApi, products: ReadonlyMap<string, RememberedProduct>) =>
  facts.keepMany(new Map([...products].map(([id, product]) => [productName(id), JSON.stringify(product)])))

/** The product of each offer; blank where Fungies does not tell, absent where nobody asked. */
export async function readOwners({ facts }: FungiesApi, offerIds: readonly string[]): Promise<Map<string, string>> {
  const found = await facts.readMany(offerIds.map(ownerName))
  return new Map(
    offerIds.flatMap((id) => {
      const owner = found.get(ownerName(id))
      return owner === undefined ? [] : [[id, owner]]
    }),
  )
}

/** Remembers the product of each offer. Safe to repeat. */
export const keepOwners = ({ facts }: FungiesApi, owners: ReadonlyMap<string, string>) =>
  facts.keepMany(new Map([...owners].map(([id, productId]) => [ownerName(id), productId])))

/** Products that the last whole read counted; 0 before the first. */
export const readSize = async ({ facts }: FungiesApi): Promise<number> => Number((await facts.read(sizeName)) ?? 0)
/** Safe to repeat. */
export const keepSize = ({ facts }: FungiesApi, products: number) => facts.keep(sizeName, String(products))

/** Pages that the list of offers had when it was last read to its end, or to where it was given up; 0 before. */
export const readOfferPages = async ({ facts }: FungiesApi): Promise<number> =>
  Number((await facts.read(pagesName)) ?? 0)
/** Safe to repeat. */
export const keepOfferPages = ({ facts }: FungiesApi, pages: number) => facts.keep(pagesName, String(pages))

/** Whether this read met an offer that may be any product's. */
export const isBlind = async ({ facts }: FungiesApi, stamp: string) => (await facts.read(blindName)) === stamp
/** Notes that the read of this stamp met one. Safe to repeat. */
export const keepBlind = ({ facts }: FungiesApi, stamp: string) => facts.keep(blindName, stamp)

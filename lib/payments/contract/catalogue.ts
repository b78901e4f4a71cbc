import type { Answer } from './gateway-error'
import type { Mode } from './provider-id'

/** How an entry of a provider's catalogue is sold; `other` is neither, such as a membership or a key of a game. */
export type CatalogueSale = 'one_time' | 'subscription' | 'buyer_sets_price' | 'other'

/** One price at which something is sold at a provider: a product, or an offer of one where products have several. */
export type CatalogueEntry = {
  /** What a mapping keeps. */
  providerProductId: string
  /** Empty where one entry's answer does not tell it. */
  name: string
  /** As the provider keeps it, which may be markup. */
  description: string
  sale: CatalogueSale
  state: 'on_sale' | 'hidden' | 'archived'
  /** Whether it is sent or delivered by itself; null where the provider does not tell. */
  kind: 'physical' | 'digital' | null
  /** Units that can still be sold; null = no limit, or not told. */
  stock: number | null
  /** Null when it cannot be read, or not in one unit for certain. */
  priceMinor: number | null
  /** Upper case. */
  currency: string | null
  mode: Mode
  /** Ours, from when it was created, where the provider shows it. */
  reference: string | null
  createdAt: Date | null
}

/** One page of a provider's catalogue. */
export type CataloguePage = {
  entries: CatalogueEntry[]
  /** Entries of an unknown form, left out. */
  unreadableCount: number
  /** Entries on all pages, as far as told. */
  totalCount: number | null
  /** Calls that the rest takes at most; null while nobody knows, or when a page is one call. */
  callsLeft?: number | null
  /** What asks for the next page; null after the last. */
  next: string | null
}

/** What an entry is to be; `reference` is ours, and unique. */
export type NewCatalogueEntry = {
  reference: string
  name: string
  description: string
  priceMinor: number
  currency: string
}

/** The provider's own catalogue. */
export type CatalogueCapability = {
  /** One page, from the first on when `cursor` is null. Safe to repeat. */
  listPage(cursor: string | null): Answer<CataloguePage>
  /** Null when there is no such entry. Safe to repeat. */
  readEntry(providerProductId: string): Answer<CatalogueEntry | null>
  /** Where an entry is a price below a product: those of a product, none when there is no such. Safe to repeat. */
  entriesOf?(productId: string): Answer<CatalogueEntry[]>
  /** On sale at a fixed price; as it reads back. Never repeat it blindly: `ambiguous` = it may have happened. */
  create(entry: NewCatalogueEntry): Answer<CatalogueEntry>
  /** As it reads back; under another id where a price there cannot be changed. `ambiguous` = it may have happened. */
  update(
    providerProductId: string,
    wanted: { name: string; priceMinor: number; currency: string },
  ): Answer<CatalogueEntry>
}

/** What was made for single orders and is to come off sale again. */
export type OrderProductCapability = {
  /** All that could have been made for an order, by the name that its request gave it. Safe to repeat. */
  list(): Answer<Pick<CatalogueEntry, 'providerProductId' | 'name' | 'createdAt'>[]>
  /** Whether anybody ever paid for it. Safe to repeat. */
  isPaid(providerProductId: string): Answer<boolean>
  /** Takes it off sale. Safe to repeat; one that is gone is off sale too. */
  unpublish(providerProductId: string): Answer<void>
  /** Safe to repeat: one that is gone already counts as deleted. Where nothing can be deleted it comes off sale for good. */
  remove(providerProductId: string): Answer<void>
}

import type { Plan, PlanInterval } from '@/lib/subscriptions/model'

/** Words and shapes of the catalogue; safe in the browser. */

export type StockLabel = 'in_stock' | 'few_left' | 'sold_out'

/** Up to this many units a shopper is told that few are left. */
export const fewLeftUnits = 5

/** What the shop says about `stock` units (null = unlimited). Pages are refreshed only when this label changes. */
export function stockLabel(stock: number | null): StockLabel {
  if (stock === null) return 'in_stock'
  if (stock <= 0) return 'sold_out'
  return stock <= fewLeftUnits ? 'few_left' : 'in_stock'
}

/** How shoppers read how much there is. */
export const stockLabelTexts: Record<StockLabel, string> = {
  in_stock: 'In stock',
  few_left: 'Few left',
  sold_out: 'Sold out',
}

/** Tints behind a category's pictures. */
export const grounds = ['paper', 'tool', 'game', 'pin', 'carry', 'digital'] as const

/** Name of the tint behind a category's pictures. */
export type Ground = (typeof grounds)[number]

/** A stored ground name as one that has a token; a name the design does not know falls back to paper. */
export function asGround(name: string): Ground {
  return grounds.find((ground) => ground === name) ?? 'paper'
}

/** A picture's address, and its words for those who do not see it. */
export type Picture = { src: string; alt: string }

/** A category as lists and navigation show it. */
export type CategorySummary = {
  slug: string
  name: string
  intro: string
  ground: Ground
  productCount: number
  /** Of one of its products, to stand for the category. */
  picture: Picture | null
}

/** What every page says about the shop itself. */
export type Shop = {
  name: string
  email: string | null
  currency: string
  /** Public origin, without a trailing slash. */
  appUrl: string
}

/** A product as lists show it. Prices are in minor units of `currency`; `from` when its variants differ in price. */
export type ProductCard = {
  slug: string
  name: string
  summary: string
  priceMinor: number
  currency: string
  hasPriceRange: boolean
  stock: StockLabel
  isNew: boolean
  isDigital: boolean
  /** Set when it is a subscription: the price is asked for each of these. */
  planInterval: PlanInterval | null
  categorySlug: string
  ground: Ground
  picture: Picture | null
}

/** What makes a variant different: “Ruling”, “dotted”. */
export type VariantOption = { name: string; value: string }

/** A variant as its product's page sells it; minor units. */
export type ProductVariant = {
  id: number
  sku: string
  options: VariantOption[]
  priceMinor: number
  currency: string
  stock: StockLabel
  /** Set when it is a subscription. */
  plan: Plan | null
}

/** A product with all that its page shows. */
export type ProductDetail = {
  slug: string
  name: string
  summary: string
  description: string
  kind: 'physical' | 'digital'
  isNew: boolean
  /** Path of the picture for links shared elsewhere. */
  shareImageSrc: string
  category: { slug: string; name: string; ground: Ground }
  facts: { label: string; value: string }[]
  pictures: Picture[]
  variants: ProductVariant[]
  file: { fileName: string; byteLength: number } | null
}

/** A variant's options in one line: "Ink, Plain". Empty for a product's only variant. */
export function optionsText(options: readonly VariantOption[]): string {
  return options.map((option) => option.value).join(', ')
}

/** The variant that is chosen before the shopper chooses: the first that can be bought, else the first. */
export function preselectedVariant(variants: readonly ProductVariant[]): ProductVariant | undefined {
  return variants.find((variant) => variant.stock !== 'sold_out') ?? variants[0]
}

/** One page of a list; `pageCount` is at least 1, also for an empty list. */
export type ProductList = { cards: ProductCard[]; total: number; page: number; pageCount: number }

/** Orders in which a list can be shown, as addresses name them. */
export const sorts = ['newest', 'price-up', 'price-down', 'name'] as const

export type Sort = (typeof sorts)[number]

/** The same for shoppers. */
export const sortTexts: Record<Sort, string> = {
  newest: 'Newest',
  'price-up': 'Lowest price',
  'price-down': 'Highest price',
  name: 'Name',
}

/** How many cards one page of a list shows. */
export const productsPerPage = 12

/** The path of a list; page one, newest, is the list's own address, so that each list has exactly one address. */
export function listPath(list: { category: string | null; sort: Sort; page: number }): string {
  if (list.sort === 'newest' && list.page === 1) {
    return list.category ? `/categories/${list.category}` : '/products'
  }
  return `/catalogue/${list.category ?? 'all'}/${list.sort}/${list.page}`
}

/** A product with what a merchant changes about it. */
export type EditableProduct = {
  id: number
  slug: string
  name: string
  categoryName: string
  kind: 'physical' | 'digital'
  isPublished: boolean
  imageSrc: string | null
  variants: EditableVariant[]
}

/** A variant as the product editor shows it; minor units. */
export type EditableVariant = {
  id: number
  sku: string
  optionsText: string
  priceMinor: number
  currency: string
  /** null = unlimited. */
  stock: number | null
  links: VariantLink[]
}

/** What a variant is at a provider, and what the last comparison said. */
export type VariantLink = { provider: string; id: string; state: string; problem: string | null }

/** What a variant's form holds; `links` are ids by provider. */
export type VariantEditValues = { price: string; stock: string; isUnlimited: boolean; links: Record<string, string> }

/** A variant's form after it was sent; `saved` and `error` are words for the merchant. */
export type VariantEditState = VariantEditValues & { error: string | null; saved: string | null }

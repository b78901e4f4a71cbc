import 'server-only'
import { cacheLife, cacheTag } from 'next/cache'
import { env, isBuilding } from '@/lib/env'
import { type ListQuery, listProducts, listRelatedProducts } from './list-products'
import type { CategorySummary, ProductCard, ProductDetail, ProductList, Shop } from './model'
import { trackPageRead } from './page-reads'
import { findProduct, listCategories, listPublishedSlugs } from './queries'
import { catalogueTag, everythingTag, productTag, shopTag } from './tags'

// What static pages read. Each answer is kept until a tag of its own expires; the build has no database and reads none,
// which does no harm because every start expires everything before it serves.

/** For good, on the server; a browser's own memory of a page that it has prefetched or visited lasts the least it can. */
const untilExpired = { stale: 30, revalidate: 30 * 86_400, expire: 365 * 86_400 }

/** How many related products a product's page shows. */
const relatedCount = 4

/** The shop's own facts, from the environment of the running process, not of the build. */
export async function getShop(): Promise<Shop> {
  'use cache'
  cacheLife(untilExpired)
  cacheTag(everythingTag, shopTag)
  const { SHOP_NAME, SHOP_EMAIL, SHOP_CURRENCY, APP_URL } = env()
  return { name: SHOP_NAME, email: SHOP_EMAIL ?? null, currency: SHOP_CURRENCY, appUrl: APP_URL }
}

/** Kept until the catalogue changes. */
export async function getCategories(): Promise<CategorySummary[]> {
  'use cache'
  cacheLife(untilExpired)
  cacheTag(everythingTag, catalogueTag)
  return isBuilding() ? [] : trackPageRead(listCategories)
}

/** Kept until the catalogue changes; null for a page behind the last one. */
export async function getProductList(query: ListQuery): Promise<ProductList | null> {
  'use cache'
  cacheLife(untilExpired)
  cacheTag(everythingTag, catalogueTag)
  return isBuilding() ? { cards: [], total: 0, page: 1, pageCount: 1 } : trackPageRead(() => listProducts(query))
}

/** Kept until this product or, for what stands beside it, the catalogue changes; null for unknown slugs and drafts. */
export async function getProductPage(slug: string): Promise<{ product: ProductDetail; related: ProductCard[] } | null> {
  'use cache'
  cacheLife(untilExpired)
  cacheTag(everythingTag, catalogueTag, productTag(slug))
  if (isBuilding()) return null
  return trackPageRead(() => readProductPage(slug))
}

async function readProductPage(slug: string) {
  const product = await findProduct(slug)
  return product && { product, related: await listRelatedProducts(slug, relatedCount) }
}

/** Kept until the catalogue changes. */
export async function getPublishedSlugs(): Promise<{ slug: string; updatedAt: Date }[]> {
  'use cache'
  cacheLife(untilExpired)
  cacheTag(everythingTag, catalogueTag)
  return isBuilding() ? [] : trackPageRead(listPublishedSlugs)
}

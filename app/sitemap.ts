import type { MetadataRoute } from 'next'
import { getCategories, getPublishedSlugs, getShop } from '@/lib/catalog/cached'

const housePaths = ['/', '/products', '/contact', '/returns', '/terms', '/privacy']

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const [shop, categories, products] = await Promise.all([getShop(), getCategories(), getPublishedSlugs()])
  return [
    ...housePaths.map((path) => ({ url: `${shop.appUrl}${path}` })),
    ...categories.map(({ slug }) => ({ url: `${shop.appUrl}/categories/${slug}` })),
    ...products.map(({ slug, updatedAt }) => ({ url: `${shop.appUrl}/products/${slug}`, lastModified: updatedAt })),
  ]
}

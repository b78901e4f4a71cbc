import type { MetadataRoute } from 'next'
import { getShop } from '@/lib/catalog/cached'

export default async function robots(): Promise<MetadataRoute.Robots> {
  const shop = await getShop()
  return {
    rules: {
      userAgent: '*',
      disallow: ['/admin', '/api/', '/cart', '/checkout', '/sign-in', '/thank-you/', '/return/'],
    },
    sitemap: `${shop.appUrl}/sitemap.xml`,
  }
}

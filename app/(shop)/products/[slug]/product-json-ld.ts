import { optionsText, type ProductDetail, type ProductVariant, type Shop, type StockLabel } from '@/lib/catalog/model'
import { toMajorText } from '@/lib/shared/money'

const availabilities: Record<StockLabel, string> = {
  in_stock: 'https://schema.org/InStock',
  few_left: 'https://schema.org/LimitedAvailability',
  sold_out: 'https://schema.org/OutOfStock',
}

/** The product for search engines, as schema.org describes it; every address absolute. */
export function productJsonLd(product: ProductDetail, shop: Shop): string {
  const url = `${shop.appUrl}/products/${product.slug}`
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.name,
    description: product.description,
    category: product.category.name,
    url,
    image: product.pictures.map((picture) => new URL(picture.src, shop.appUrl).href),
    offers: product.variants.map((variant) => offerOf(variant, url)),
  })
}

function offerOf(variant: ProductVariant, url: string) {
  return {
    '@type': 'Offer',
    name: optionsText(variant.options) || undefined,
    sku: variant.sku,
    price: toMajorText({ amountMinor: variant.priceMinor, currency: variant.currency }),
    priceCurrency: variant.currency,
    availability: availabilities[variant.stock],
    url,
  }
}

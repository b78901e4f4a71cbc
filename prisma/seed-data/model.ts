export type SeedCategory = {
  slug: string
  name: string
  intro: string
  /** Role of the tint behind its pictures: `--ground-<ground>`. */
  ground: 'paper' | 'tool' | 'game' | 'pin' | 'carry' | 'digital'
}

export type SeedVariant = {
  sku: string
  /** Empty when the product has one variant only. */
  options: { name: string; value: string }[]
  /** US cents, above zero. */
  priceMinor: number
  /** `null` means unlimited. */
  stock: number | null
  /** Sold by a Pocketsflow product of its own. */
  mapped?: true
  /** Sold as a subscription: the price is that of each interval. */
  plan?: { interval: 'week' | 'month' | 'year'; trialDays: number }
}

export type SeedImage = { src: string; alt: string }

export type SeedProduct = {
  slug: string
  name: string
  /** One sentence, for cards and the meta description. */
  summary: string
  description: string
  kind: 'physical' | 'digital'
  /** Slug of its category. */
  category: string
  facts: { label: string; value: string }[]
  images: SeedImage[]
  variants: SeedVariant[]
  /** Digital products only; `path` lies below `prisma/seed-files`. */
  file?: { name: string; path: string }
  status: 'published' | 'draft'
  isNew?: true
}

/** The two pictures of a product: the thing itself, then open, in use or in scale. */
export function picturesOf(slug: string, alone: string, inUse: string): SeedImage[] {
  return [
    { src: `/pictures/${slug}-1.svg`, alt: alone },
    { src: `/pictures/${slug}-2.svg`, alt: inUse },
  ]
}

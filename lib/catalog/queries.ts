import 'server-only'
import { prisma, rows, sql } from '@/lib/db'
import { asGround, type CategorySummary, type ProductDetail, stockLabel } from './model'
import { factsSchema, optionsSchema } from './stored-json'

type CategoryRow = Omit<CategorySummary, 'ground' | 'picture'> & {
  ground: string
  src: string | null
  alt: string | null
}

/** All categories in their order, with how many published products each holds and a picture of one of them. */
export async function listCategories(): Promise<CategorySummary[]> {
  const found = await rows<CategoryRow>(sql`
    select c.slug, c.name, c.intro, c.ground, counted.product_count as "productCount", image.src, image.alt
    from categories c
    cross join lateral (
      select count(*)::int as product_count from products p where p.category_id = c.id and p.status = 'published'
    ) counted
    left join lateral (
      select i.src, i.alt from product_images i join products p on p.id = i.product_id
      where p.category_id = c.id and p.status = 'published' order by p.position, p.id, i.position limit 1
    ) image on true
    order by c.position, c.id`)
  return found.map(({ src, alt, ground, ...category }) => ({
    ...category,
    ground: asGround(ground),
    picture: src ? { src, alt: alt ?? '' } : null,
  }))
}

const detailSelect = {
  slug: true,
  name: true,
  summary: true,
  description: true,
  kind: true,
  isNew: true,
  seeded: true,
  facts: true,
  category: { select: { slug: true, name: true, ground: true } },
  images: { select: { src: true, alt: true }, orderBy: { position: 'asc' } },
  variants: {
    select: {
      id: true,
      sku: true,
      options: true,
      priceMinor: true,
      currency: true,
      stock: true,
      plan: { select: { interval: true, trialDays: true } },
    },
    orderBy: { position: 'asc' },
  },
  file: { select: { fileName: true, byteLength: true } },
} as const

/** A published product with its variants; null for an unknown slug, a draft and a product without variants. */
export async function findProduct(slug: string): Promise<ProductDetail | null> {
  const found = await prisma().product.findFirst({ where: { slug, status: 'published' }, select: detailSelect })
  if (!found || found.variants.length === 0) return null
  const { images, seeded, facts, category, variants, ...product } = found
  return {
    ...product,
    facts: factsSchema.parse(facts),
    category: { ...category, ground: asGround(category.ground) },
    pictures: images,
    // Only the seed's products have a picture drawn for sharing.
    shareImageSrc: `/pictures/og/${seeded ? product.slug : 'shop'}.png`,
    variants: variants.map(({ stock, options, ...variant }) => ({
      ...variant,
      options: optionsSchema.parse(options),
      stock: stockLabel(stock),
    })),
  }
}

/** The addresses that the sitemap names: every published product, and when it last changed. */
export async function listPublishedSlugs(): Promise<{ slug: string; updatedAt: Date }[]> {
  return prisma().product.findMany({
    where: { status: 'published', variants: { some: {} } },
    select: { slug: true, updatedAt: true },
    orderBy: { id: 'asc' },
  })
}

import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { type Prisma, prisma } from '@/lib/db'
import type { Mode } from '@/lib/payments/contract/provider-id'
import type { EditableProduct } from './model'
import { optionsText, type VariantOption } from './model'

const productsPerPage = 50

export type ProductPage = { products: EditableProduct[]; nextPage: number | null; total: number }

/** A page of products with their variants, by category; `search` looks in names and SKUs. Merchants only. */
export async function listEditableProducts(query: { search: string; page: number; mode: Mode }): Promise<ProductPage> {
  await requireMerchant()
  const search = query.search.replaceAll('\0', '').slice(0, 200)
  const contains = { contains: search.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const }
  const where: Prisma.ProductWhereInput = search
    ? { OR: [{ name: contains }, { variants: { some: { sku: contains } } }] }
    : {}
  const [total, found] = await Promise.all([
    prisma().product.count({ where }),
    prisma().product.findMany({
      where,
      select: productSelect(query.mode),
      orderBy: [{ category: { position: 'asc' } }, { position: 'asc' }, { id: 'asc' }],
      skip: (query.page - 1) * productsPerPage,
      take: productsPerPage,
    }),
  ])
  const isLast = query.page * productsPerPage >= total
  return { products: found.map(toEditable), total, nextPage: isLast ? null : query.page + 1 }
}

const productSelect = (mode: Mode) =>
  ({
    id: true,
    slug: true,
    name: true,
    kind: true,
    status: true,
    category: { select: { name: true } },
    images: { select: { src: true }, orderBy: { position: 'asc' }, take: 1 },
    variants: {
      orderBy: { position: 'asc' },
      select: {
        id: true,
        sku: true,
        options: true,
        priceMinor: true,
        currency: true,
        stock: true,
        mappings: { where: { mode }, select: { provider: true, providerProductId: true, state: true, problem: true } },
      },
    },
  }) satisfies Prisma.ProductSelect

type ProductRecord = Prisma.ProductGetPayload<{ select: ReturnType<typeof productSelect> }>

function toEditable({ category, images, variants, status, ...product }: ProductRecord): EditableProduct {
  return {
    ...product,
    categoryName: category.name,
    isPublished: status === 'published',
    imageSrc: images[0]?.src ?? null,
    variants: variants.map(({ mappings, options, ...variant }) => ({
      ...variant,
      optionsText: optionsText(options as VariantOption[]),
      links: mappings.map(({ providerProductId: id, ...mapping }) => ({ ...mapping, id })),
    })),
  }
}

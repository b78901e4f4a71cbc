import 'server-only'
import { type Prisma, rows, sql } from '@/lib/db'
import type { PlanInterval } from '@/lib/subscriptions/model'
import {
  asGround,
  fewLeftUnits,
  type ProductCard,
  type ProductList,
  productsPerPage,
  type Sort,
  type StockLabel,
} from './model'

/** Which page of which list; pages count from 1, `category` null = all. */
export type ListQuery = { category: string | null; sort: Sort; page: number }

type CardRow = {
  slug: string
  name: string
  summary: string
  kind: 'physical' | 'digital'
  isNew: boolean
  categorySlug: string
  ground: string
  src: string | null
  alt: string | null
  priceMinor: number
  currency: string
  hasPriceRange: boolean
  stock: StockLabel
  planInterval: PlanInterval | null
  total: number
}

const orders: Record<Sort, Prisma.Sql> = {
  newest: sql`p.is_new desc, p.created_at desc, p.position, p.id`,
  'price-up': sql`offer.price_minor, p.position, p.id`,
  'price-down': sql`offer.price_minor desc, p.position, p.id`,
  name: sql`lower(p.name), p.id`,
}

/** Label and price of the variants that can be bought; of all when none can. Labels as in `stockLabel`. */
const offer = sql`
  select coalesce(min(v.price_minor) filter (where v.stock is null or v.stock > 0), min(v.price_minor)) as price_minor,
    min(v.price_minor) <> max(v.price_minor) as has_range,
    min(v.currency) as currency,
    case when bool_or(v.stock is null or v.stock > ${fewLeftUnits}) then 'in_stock'
      when bool_or(v.stock > 0) then 'few_left' else 'sold_out' end as stock,
    case when bool_and(pl.variant_id is not null) then min(pl.interval) end as plan_interval
  from variants v left join variant_plans pl on pl.variant_id = v.id where v.product_id = p.id having count(*) > 0`

function cardRows(where: Prisma.Sql, order: Prisma.Sql, limit: number, offset: number): Promise<CardRow[]> {
  return rows<CardRow>(sql`
    select p.slug, p.name, p.summary, p.kind, p.is_new as "isNew", c.slug as "categorySlug", c.ground,
      image.src, image.alt, offer.price_minor as "priceMinor", offer.currency, offer.has_range as "hasPriceRange",
      offer.stock, offer.plan_interval as "planInterval", count(*) over ()::int as total
    from products p
    join categories c on c.id = p.category_id
    cross join lateral (${offer}) offer
    left join lateral (
      select i.src, i.alt from product_images i where i.product_id = p.id order by i.position limit 1
    ) image on true
    where p.status = 'published' and ${where}
    order by ${order} limit ${limit} offset ${offset}`)
}

function toCard(row: CardRow): ProductCard {
  return {
    slug: row.slug,
    name: row.name,
    summary: row.summary,
    priceMinor: row.priceMinor,
    currency: row.currency,
    hasPriceRange: row.hasPriceRange,
    stock: row.stock,
    isNew: row.isNew,
    isDigital: row.kind === 'digital',
    planInterval: row.planInterval,
    categorySlug: row.categorySlug,
    ground: asGround(row.ground),
    picture: row.src ? { src: row.src, alt: row.alt ?? '' } : null,
  }
}

/** One page of published products, one statement. Null when the page lies behind the last one. Prices in minor units. */
export async function listProducts({ category, sort, page }: ListQuery): Promise<ProductList | null> {
  const where = category ? sql`c.slug = ${category}` : sql`true`
  const found = await cardRows(where, orders[sort], productsPerPage, (page - 1) * productsPerPage)
  const total = found[0]?.total ?? 0
  if (total === 0 && page > 1) return null
  return { cards: found.map(toCard), total, page, pageCount: Math.max(1, Math.ceil(total / productsPerPage)) }
}

/** Up to `limit` other published products: of the same category first, what can be bought before what cannot. */
export async function listRelatedProducts(slug: string, limit: number): Promise<ProductCard[]> {
  const own = sql`(select category_id from products where slug = ${slug})`
  const order = sql`p.category_id = ${own} desc, offer.stock = 'sold_out', p.is_new desc, p.position, p.id`
  return (await cardRows(sql`p.slug <> ${slug}`, order, limit, 0)).map(toCard)
}

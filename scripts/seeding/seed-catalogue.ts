import { announceCatalogChange } from '@/lib/catalog/announce'
import { inTransaction, sql, type Tx } from '@/lib/db'
import { categories, products } from '@/prisma/seed-data/catalogue'
import type { SeedProduct } from '@/prisma/seed-data/model'
import { Failure } from '../processes/failure'
import type { SeedFile } from './copy-files'

export type CatalogueSeed = { at: Date; currency: string; files: Map<string, SeedFile> }

const MINUTE_MS = 60_000
const LOCK_KEY = 7_403_119

async function refuseForeignShop(tx: Tx): Promise<void> {
  const [found] = await tx.rows<{ count: number }>(sql`select count(*)::int as count from products where not seeded`)
  if (found?.count) {
    throw new Failure(
      `This shop has ${found.count} products that the seed did not make, so it leaves the shop alone: seed an empty one.`,
    )
  }
}

async function seedCategories(tx: Tx): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  for (const [position, { slug, name, intro, ground }] of categories.entries()) {
    const [row] = await tx.rows<{ id: number }>(sql`
      insert into categories (slug, name, intro, ground, position) values (${slug}, ${name}, ${intro}, ${ground}, ${position})
      on conflict (slug) do update set name = excluded.name, intro = excluded.intro, ground = excluded.ground, position = excluded.position
      returning id`)
    if (row) ids.set(slug, row.id)
  }
  return ids
}

/** Words and pictures follow the seed data; whether it is published is the merchant's from then on. */
async function upsertProduct(tx: Tx, product: SeedProduct, categoryId: number, position: number, at: Date) {
  const { slug, name, summary, description, kind, status, isNew = false } = product
  const createdAt = new Date(at.getTime() - position * MINUTE_MS)
  const facts = JSON.stringify(product.facts)
  const [row] = await tx.rows<{ id: number }>(sql`
    insert into products (slug, name, summary, description, kind, status, category_id, facts, is_new, seeded, position, created_at, updated_at)
    values (${slug}, ${name}, ${summary}, ${description}, ${kind}::product_kind, ${status}::product_status, ${categoryId},
      ${facts}::jsonb, ${isNew}, true, ${position}, ${createdAt}, ${at})
    on conflict (slug) do update set name = excluded.name, summary = excluded.summary, description = excluded.description,
      category_id = excluded.category_id, facts = excluded.facts, is_new = excluded.is_new, position = excluded.position
    returning id`)
  return row?.id ?? 0
}

async function seedImages(tx: Tx, productId: number, { images }: SeedProduct): Promise<void> {
  for (const [position, { src, alt }] of images.entries()) {
    await tx.rows(sql`
      insert into product_images (product_id, src, alt, position) values (${productId}, ${src}, ${alt}, ${position})
      on conflict (product_id, position) do update set src = excluded.src, alt = excluded.alt`)
  }
}

/** A variant that is there already keeps its price and stock: they are the merchant's. */
async function seedVariants(tx: Tx, productId: number, { variants }: SeedProduct, currency: string): Promise<void> {
  for (const [position, { sku, options, priceMinor, stock, plan }] of variants.entries()) {
    await tx.rows(sql`
      insert into variants (product_id, sku, options, price_minor, currency, stock, position)
      values (${productId}, ${sku}, ${JSON.stringify(options)}::jsonb, ${priceMinor}, ${currency}, ${stock}, ${position})
      on conflict (sku) do nothing`)
    if (plan)
      await tx.rows(sql`
        insert into variant_plans (variant_id, interval, trial_days)
        select id, ${plan.interval}::plan_interval, ${plan.trialDays} from variants where sku = ${sku}
        on conflict (variant_id) do nothing`)
  }
}

async function seedFile(
  tx: Tx,
  productId: number,
  { file }: SeedProduct,
  files: CatalogueSeed['files'],
): Promise<void> {
  const stored = file && files.get(file.path)
  if (!stored) return
  await tx.rows(sql`
    insert into digital_files (product_id, file_name, storage_key, content_type, byte_length)
    values (${productId}, ${file.name}, ${stored.storageKey}, ${stored.contentType}, ${stored.byteLength})
    on conflict (product_id) do update set file_name = excluded.file_name, storage_key = excluded.storage_key,
      content_type = excluded.content_type, byte_length = excluded.byte_length`)
}

/**
 * Puts the demo catalogue into a shop; safe to repeat, also by two commands at once.
 * @throws Failure when the shop has products that the seed did not make
 */
export async function seedCatalogue({ at, currency, files }: CatalogueSeed): Promise<void> {
  await inTransaction(
    async (tx) => {
      await tx.rows(sql`select pg_advisory_xact_lock(${LOCK_KEY})`)
      await refuseForeignShop(tx)
      const categoryIds = await seedCategories(tx)
      for (const [position, product] of products.entries()) {
        const categoryId = categoryIds.get(product.category)
        if (categoryId === undefined) throw new Error(`${product.slug} names the unknown category ${product.category}`)
        const productId = await upsertProduct(tx, product, categoryId, position, at)
        await seedImages(tx, productId, product)
        await seedVariants(tx, productId, product, currency)
        await seedFile(tx, productId, product, files)
      }
      await announceCatalogChange(tx, ['*'])
    },
    { timeoutMs: 60_000 },
  )
}

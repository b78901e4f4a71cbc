import { beforeAll, expect, test } from 'vitest'
import { inTransaction, rows, sql } from '@/lib/db'

const at = new Date('2026-11-20T12:00:00Z')

beforeAll(() =>
  inTransaction(async (tx) => {
    await tx.rows(
      sql`insert into categories (slug, name, intro, ground, position) values ('paper', 'Paper', '', 'paper', 0)`,
    )
    await tx.rows(sql`
      insert into products (slug, name, summary, description, kind, category_id, created_at, updated_at)
      select 'notebook', 'Notebook', '', '', 'physical', id, ${at}, ${at} from categories`)
    await tx.rows(sql`
      insert into variants (product_id, sku, price_minor, currency, stock, position)
      select id, 'NB-1', 1200, 'USD', 1, 0 from products`)
  }),
)

test('stock cannot fall below zero, whatever the code does', async () => {
  await expect(rows(sql`update variants set stock = stock - 2`)).rejects.toThrow(/variants_stock_never_below_zero/)
})

test('a price is above zero', async () => {
  await expect(rows(sql`update variants set price_minor = 0`)).rejects.toThrow(/variants_price_above_zero/)
})

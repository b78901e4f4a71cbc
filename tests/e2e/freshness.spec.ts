import pg from 'pg'
import { announceCatalogChange } from '@/lib/catalog/announce'
import { inTransaction, sql } from '@/lib/db'
import { formatMoney } from '@/lib/shared/money'
import { startAnotherShop } from '../support/e2e/another-shop'
import { expect, test } from '../support/test'

const SLUG = 'round-tape'
const PAGE = `/products/${SLUG}`
const priced = (amountMinor: number) => formatMoney({ amountMinor, currency: 'USD' })

/** As the back office does it: the change and its announcement in one transaction. */
async function changePrice(priceMinor: number, { announced = true } = {}): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.rows(sql`
      update variants set price_minor = ${priceMinor}
      where product_id = (select id from products where slug = ${SLUG})`)
    if (announced) await announceCatalogChange(tx, [SLUG])
  })
}

test('every process shows a change at once, also one that was killed before it could hear of it', async ({ page }) => {
  const first = await startAnotherShop()
  await changePrice(1_111)
  await expect.poll(async () => (await first.read(PAGE)).html).toContain(priced(1_111))
  expect(await (await page.request.get(PAGE)).text()).toContain(priced(1_111))

  await first.kill()
  // Nobody is told: a killed process heard no more than this.
  await changePrice(2_222, { announced: false })
  const second = await startAnotherShop()
  const { html } = await second.read(PAGE)
  expect(html).toContain(priced(2_222))
  expect(html).not.toContain(priced(1_111))
  await second.stop()
  await changePrice(2_222)
})

test('the same build on another database shows that database’s catalogue', async () => {
  const here = process.env.DATABASE_URL ?? ''
  const there = Object.assign(new URL(here), { pathname: '/another_shop' }).href
  const client = new pg.Client({ connectionString: here })
  await client.connect()
  await client.query('create database another_shop')
  await client.end()
  const shop = await startAnotherShop(there)
  expect((await shop.read(PAGE)).status).toBe(404)
  expect((await shop.read('/')).html).not.toContain(PAGE)
  await shop.stop()
})

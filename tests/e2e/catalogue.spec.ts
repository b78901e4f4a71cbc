import { becomeBuyer, fillCart } from '../support/e2e/place-order'
import { prepareMapped } from '../support/e2e/prepared-catalogue'
import { addToCart, fillCheckout, freshEmail, pressPay } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, type Page, test } from '../support/test'

// The page one came from stays in the document, hidden.
const seen = (page: Page, text: string) => page.getByText(text, { exact: true }).and(page.locator(':visible'))

/** A check may be under way, and then it is not the time for another look. */
async function lookAtPocketsflow(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto('/admin/catalogue')
    await page
      .getByRole('button', { name: 'See what an import from Pocketsflow would change' })
      .click({ timeout: 2_000 })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import from Pocketsflow', { timeout: 2_000 })
  }).toPass()
}

test('products are imported from the provider after a preview, and one is published', async ({
  merchant,
  page,
  sandbox,
}) => {
  await sandbox.fillCatalogue({ name: 'Harbour postcard', price: 3.5, count: 3 })
  await lookAtPocketsflow(merchant)
  await expect(seen(merchant, 'Waits for you')).toBeVisible()
  await merchant.getByRole('link', { name: /^New there/ }).click()
  for (const number of [1, 2, 3]) await expect(merchant.getByText(`Harbour postcard ${number}`)).toBeVisible()
  await expect(merchant.getByLabel(/^Take .* from Pocketsflow/)).toHaveCount(0)

  await merchant.getByRole('button', { name: 'Apply what is ticked' }).click()
  await expect(seen(merchant, 'Done')).toBeVisible()
  expect((await page.request.get('/products/harbour-postcard-2')).status()).toBe(404)

  await merchant.goto('/admin/products?q=Harbour postcard 2')
  await merchant.getByRole('button', { name: 'Publish' }).click()
  await expect(merchant.getByText('Harbour postcard 2 is in the shop now.')).toBeVisible()
  await addToCart(page, 'harbour-postcard-2')
  await expect(page.getByRole('heading', { name: 'Harbour postcard 2' }).first()).toBeVisible()
  await expect(page.getByText('$3.50').first()).toBeVisible()
})

test('what costs something else at the provider is not sold until the merchant has chosen a price', async ({
  merchant,
  page,
  context,
  sandbox,
}) => {
  const [made] = await sandbox.fillCatalogue({ name: 'Tide table', price: 12 })
  const sku = await prepareMapped('Tide table', made?._id ?? '')
  await sandbox.changeProduct(made?._id ?? '', { price: 13 })
  await becomeBuyer(context, { cartToken: await fillCart([{ sku }]) })
  await fillCheckout(page, { email: freshEmail('drift') })
  await pressPay(page)
  await expect(page.getByText('We are checking a price')).toBeVisible()
  await expect(page.getByText('It is about: Tide table.')).toBeVisible()

  await merchant.goto('/admin/catalogue')
  const difference = merchant.getByRole('listitem').filter({ hasText: sku })
  await expect(difference).toContainText('The product costs $13.00 there, $12.00 here.')
  await difference.getByRole('button', { name: 'Take $13.00' }).click()
  await expect(merchant.getByText('The price there is the shop’s price now.')).toBeVisible()

  await fillCheckout(page, { email: freshEmail('drift') })
  await pressPay(page)
  const hosted = new HostedPage(page)
  await hosted.isOpen()
  await hosted.asks('$13.00')
})

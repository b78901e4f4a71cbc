import { addToCart } from '../support/e2e/shopping'
import { expect, type Page, test } from '../support/test'

// The page one came from stays in the document, hidden.
const seen = (page: Page, text: string) => page.getByText(text, { exact: true }).and(page.locator(':visible'))

/** A check may be under way, and then it is not the time for another look. */
async function lookAtPocketsflow(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto('/admin/catalogue')
    await page.getByRole('button', { name: 'See what an import would change' }).click({ timeout: 2_000 })
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

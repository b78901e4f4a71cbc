import { placeOrder } from '../support/e2e/place-order'
import { freshEmail } from '../support/e2e/shopping'
import { expect, test } from '../support/test'

test('the static page says sold out as soon as the last one is taken', async ({ page }) => {
  const slug = '/products/folding-chess'
  await page.goto(slug)
  await expect(page.getByText('Few left').first()).toBeVisible()
  await placeOrder({ sku: 'PS-CHS-FLD', quantity: 2, email: freshEmail('last') })
  await expect(async () => {
    await page.goto(slug)
    await expect(page.getByText('Sold out').first()).toBeVisible({ timeout: 100 })
  }).toPass()
  await expect(page.getByRole('button', { name: 'Add to cart' })).toBeDisabled()
  await page.goto('/categories/games')
  const card = page.getByRole('article').filter({ hasText: 'Folding magnetic chess' })
  await expect(card).toContainText('Sold out')
})

import { addToCart, fillCheckout, freshEmail, pressPay } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, type Page, test } from '../support/test'

// The framework reports the action, and the browser its answer.
test.use({ allowedComplaint: /was not found on the server|status of 409/ })

const everyPage = '**/*'
const actionOfAnotherBuild = `60${'ab'.repeat(20)}`

/** Until `page.unroute`: whatever its forms send is as a build before would have sent it. */
async function makeOlder(page: Page): Promise<void> {
  await page.route(everyPage, async (route) => {
    const headers = route.request().headers()
    await route.continue(headers['next-action'] ? { headers: { ...headers, 'next-action': actionOfAnotherBuild } } : {})
  })
}

const reload = (page: Page) => page.getByRole('button', { name: 'Reload the page' }).click()

test('a checkout from before an update of the shop keeps the cart, and pays after a reload', async ({ page }) => {
  const email = freshEmail('older-page')
  await addToCart(page, 'waxed-card-sleeve')
  await makeOlder(page)
  await fillCheckout(page, { email })
  await pressPay(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page has to be loaded again.')
  await page.unroute(everyPage)
  await reload(page)
  await expect(page.getByLabel('Email')).toBeVisible()
  await fillCheckout(page, { email })
  await pressPay(page)
  await new HostedPage(page).isOpen()
})

test('a product page from before an update of the shop says so, and sells after a reload', async ({ page }) => {
  await page.goto('/products/waxed-card-sleeve')
  await makeOlder(page)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The shop was updated')
  await page.unroute(everyPage)
  await reload(page)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await expect(page.getByRole('status')).toContainText('Your cart holds 1 item.')
})

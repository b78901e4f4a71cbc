import { freshEmail, isPaid } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, type Locator, type Page, test } from '../support/test'

const MOST_STOPS = 60

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)

/** Walks with Tab until the target has the focus, as someone without a mouse would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${target} was not reached within ${MOST_STOPS} stops`)
}

async function follow(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label))
  await page.keyboard.type(text)
}

test('a purchase works with the keyboard alone', async ({ page }) => {
  await page.goto('/products/pencil-stubs')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('radio', { checked: true }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'HB' })).toBeChecked()
  await follow(page, page.getByRole('button', { name: 'Add to cart' }))
  await follow(page, page.getByRole('link', { name: 'View cart' }))
  await follow(page, page.getByRole('link', { name: 'Checkout' }))

  await page.waitForURL('**/checkout')
  await write(page, 'Email', freshEmail('keyboard'))
  await write(page, 'Full name', 'Ada Lovelace')
  await write(page, 'Street and number', '12 Harbour Lane')
  await write(page, 'Town or city', 'Bristol')
  await follow(page, page.getByRole('button', { name: 'Pay $6.00' }))
  await new HostedPage(page).isOpen()
  await follow(page, page.getByRole('button', { name: 'Pay', exact: true }))
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
})

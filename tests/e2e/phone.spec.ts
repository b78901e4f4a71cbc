import { addToCart, fillCheckout, freshEmail, isPaid, pressPay } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, type Page, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

const fits = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${page.url()} fits`).toBeLessThanOrEqual(390)

test('a purchase on a phone: every page fits its width', async ({ page }) => {
  await page.goto('/')
  await fits(page)
  await page.goto('/products')
  await fits(page)
  await addToCart(page, 'watercolour-tin')
  await fits(page)
  await page.goto('/cart')
  await fits(page)
  await fillCheckout(page, { email: freshEmail('phone') })
  await fits(page)
  await pressPay(page)
  const hosted = new HostedPage(page)
  await hosted.isOpen()
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
  await fits(page)
})

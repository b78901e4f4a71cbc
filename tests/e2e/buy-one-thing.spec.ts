import { mailsTo } from '../support/e2e/mailbox'
import { addToCart, fillCheckout, freshEmail, isPaid, pressPay, readOrderNumber } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, test } from '../support/test'

test('one thing is bought: the page turns to paid by itself and the receipt arrives by mail', async ({ page }) => {
  const email = freshEmail('one')
  await addToCart(page, 'folding-tool')
  await page.getByRole('link', { name: 'View cart' }).click()
  await page.getByRole('link', { name: 'Checkout' }).click()
  await page.waitForURL('**/checkout')
  await fillCheckout(page, { email })
  await expect(page.getByText('Tax, where due, is added on Pocketsflow')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Pay $59.00' })).toBeVisible()
  await pressPay(page)

  const hosted = new HostedPage(page)
  await hosted.isOpen()
  await hosted.asks('$59.00')
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  let loads = 0
  page.on('load', () => {
    loads += 1
  })
  await isPaid(page)
  expect(loads, 'the page turned to paid without being loaded again').toBeLessThanOrEqual(1)

  const number = await readOrderNumber(page)
  await expect.poll(() => mailsTo(email)).toHaveLength(2)
  const [received, receipt] = await mailsTo(email)
  expect(received?.subject).toContain(number)
  for (const body of [receipt?.text, receipt?.html]) {
    expect(body).toContain(number)
    expect(body).toContain('$59.00')
  }
  await page.goto('/cart')
  await expect(page.getByRole('heading', { name: 'Nothing in it yet' })).toBeVisible()
})

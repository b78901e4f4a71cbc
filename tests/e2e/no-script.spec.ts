import { fillAddress, freshEmail, isPaid } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, test } from '../support/test'

test.use({ javaScriptEnabled: false })

test('T18: a purchase works before any JavaScript, and a refused form keeps what was typed', async ({ page }) => {
  await page.goto('/products/wooden-dice')
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await expect(page.getByRole('status')).toContainText('Added to your cart.')
  await page.getByRole('button', { name: /^One more of/ }).click()
  await expect(page.getByRole('status')).toContainText('$18.00')

  await page.getByRole('link', { name: 'Checkout' }).click()
  await page.getByLabel('Email').fill('ada@localhost')
  await page.getByLabel('Full name').fill('Ada Lovelace')
  await fillAddress(page)
  await page.getByRole('button', { name: 'Pay $18.00' }).click()
  await expect(page.getByRole('alert')).toContainText('Please look at one field again.')
  await expect(page.getByLabel('Email')).toHaveValue('ada@localhost')
  await expect(page.getByLabel('Full name')).toHaveValue('Ada Lovelace')
  await expect(page.getByLabel('Street and number')).toHaveValue('12 Harbour Lane')

  await page.getByLabel('Email').fill(freshEmail('no-script'))
  await page.getByRole('button', { name: 'Pay $18.00' }).click()
  const hosted = new HostedPage(page)
  await hosted.isOpen()
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you. Your order is paid.', { timeout: 100 })
  }).toPass()
  await isPaid(page)
})

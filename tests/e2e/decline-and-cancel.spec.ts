import { becomeBuyer, ordersOf, placeOrder } from '../support/e2e/place-order'
import { fillCheckout, freshEmail, isPaid, pressPay } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, test } from '../support/test'

test('a declined card leaves the order payable, and the second try pays it', async ({ page, context }) => {
  const order = await placeOrder({ sku: 'PS-CMP-BTN', email: freshEmail('declined') })
  await becomeBuyer(context, order)
  const hosted = new HostedPage(page)
  await page.goto(order.url)
  await hosted.decline()
  await expect(page.getByRole('alert')).toContainText('declined')
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
})

test('a buyer who comes back from the payment page finds the cart and pays the same order', async ({
  page,
  context,
}) => {
  const order = await placeOrder({ sku: 'PS-PIN-FOX', quantity: 2, email: freshEmail('cancelled') })
  await becomeBuyer(context, order)
  const hosted = new HostedPage(page)
  await page.goto(order.url)
  await hosted.cancel()
  await page.waitForURL('**/checkout/cancelled?order=*')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You left before paying. Your order is kept.')
  await page.getByRole('link', { name: 'Back to your cart' }).click()
  await expect(page.getByRole('heading', { name: 'Fox enamel pin' })).toBeVisible()

  await fillCheckout(page, order)
  await pressPay(page)
  await hosted.isOpen()
  await hosted.asks('$14.00')
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
  expect(await ordersOf(order.email)).toHaveLength(1)
})

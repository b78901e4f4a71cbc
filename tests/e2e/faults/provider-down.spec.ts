import { ordersOf } from '../../support/e2e/place-order'
import { addToCart, fillCheckout, freshEmail, pressPay } from '../../support/e2e/shopping'
import { HostedPage } from '../../support/pages/hosted-page'
import { expect, test } from '../../support/test'

test('a silent provider: within 10 s the shopper reads what to do, the cart is kept, and paying works later', async ({
  page,
  merchant,
  sandbox,
}) => {
  const email = freshEmail('silent')
  await addToCart(page, 'sticker-sheet-small-weather')
  await fillCheckout(page, { email })
  await sandbox.turn({ api_fault: 'blackhole' })
  await pressPay(page)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The payment company did not answer in time.', {
    timeout: 10_000,
  })
  await expect(page.getByLabel('Email')).toHaveValue(email)

  const [order] = await ordersOf(email)
  expect(order?.stockState, 'a hold whose address nobody received is freed').toBe('released')
  await merchant.goto(`/admin/orders/${order?.number}`)
  await expect(merchant.getByText(/No whole answer came in time/).first()).toBeVisible()

  await sandbox.backToNormal()
  await pressPay(page)
  await new HostedPage(page).isOpen()
  expect(await ordersOf(email)).toHaveLength(1)
})

test('a refusing provider: the shopper reads that nothing was charged', async ({ page, sandbox }) => {
  await addToCart(page, 'sticker-sheet-small-weather', { quantity: 2 })
  await fillCheckout(page, { email: freshEmail('refusing') })
  for (const [fault, text] of [
    ['html', 'could not open the payment page'],
    ['429', 'is busy'],
  ]) {
    await sandbox.turn({ api_fault: fault })
    await pressPay(page)
    await expect(page.getByRole('main').getByRole('alert')).toContainText(text ?? '')
  }
  await page.goto('/cart')
  await expect(page.getByLabel(/^Quantity of/)).toHaveValue('2')
})

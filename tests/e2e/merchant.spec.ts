import { placeOrder, readOrder } from '../support/e2e/place-order'
import { freshEmail } from '../support/e2e/shopping'
import { OrdersPage } from '../support/pages/orders-page'
import { expect, type Page, test } from '../support/test'

async function giveReason(page: Page, title: string, reason: string): Promise<void> {
  await page.getByText(title, { exact: true }).first().click()
  await page.getByLabel('Reason').and(page.locator(':visible')).fill(reason)
  await page.getByRole('button', { name: title }).click()
}

test('the merchant finds an order by number, e-mail and the provider’s id, reads its story and fulfils it', async ({
  merchant,
  sandbox,
}) => {
  const order = await placeOrder({ sku: 'PS-STK-WTH', quantity: 2, email: freshEmail('found') })
  const { _id: providerOrderId } = await sandbox.pay(order.url)
  await expect.poll(async () => (await readOrder(order.number)).status).toBe('paid')

  const orders = new OrdersPage(merchant)
  for (const text of [order.number, order.email, providerOrderId]) {
    await orders.search(text)
    await expect(orders.row(order.number)).toContainText('$4.00')
  }
  await orders.row(order.number).getByRole('link').click()
  await expect(merchant.getByRole('heading', { level: 1 })).toHaveText(`Order ${order.number}`)
  await expect(merchant.getByText(providerOrderId).first()).toBeVisible()
  await expect(merchant.getByText('Pays this order')).toBeVisible()
  await merchant.getByRole('button', { name: 'Mark as fulfilled' }).click()
  await expect(merchant.getByRole('status').filter({ hasText: 'Marked as fulfilled.' })).toBeVisible()
  expect((await readOrder(order.number)).fulfilment).toBe('fulfilled')
})

test('an unpaid order is cancelled with a reason, another is marked paid by hand', async ({ merchant }) => {
  const orders = new OrdersPage(merchant)
  const unwanted = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('unwanted') })
  await orders.open(unwanted.number)
  await giveReason(merchant, 'Cancel this order', 'The buyer called')
  await expect(merchant.getByRole('status').filter({ hasText: 'Cancelled. Its stock is free again.' })).toBeVisible()
  await expect(merchant.getByText('Cancelled: The buyer called', { exact: true })).toBeVisible()

  const byHand = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('by-hand') })
  await orders.open(byHand.number)
  await giveReason(merchant, 'Mark as paid by hand', 'Paid in cash at the fair')
  await expect(merchant.getByRole('status').filter({ hasText: 'Marked as paid.' })).toBeVisible()
  await expect(merchant.getByText('Marked paid by hand: Paid in cash at the fair', { exact: true })).toBeVisible()
  expect((await readOrder(byHand.number)).status).toBe('paid')
})

test('a changed price is on the product page with the next view', async ({ merchant, page }) => {
  await page.goto('/products/brass-key-loop')
  await page.getByRole('radio', { name: 'Large' }).check({ force: true })
  await expect(page.getByText('$23.00').first()).toBeVisible()
  await merchant.goto('/admin/products?q=PS-KLP-L')
  const form = merchant.getByRole('form', { name: 'PS-KLP-L' })
  await form.getByLabel('Price, USD').fill('24.50')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByRole('status')).toContainText('Saved: price')
  const html = await (await page.request.get('/products/brass-key-loop')).text()
  expect(html).toContain('$24.50')
  expect(html).not.toContain('$23.00')
})

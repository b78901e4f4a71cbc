import { prisma } from '@/lib/db'
import { mailsTo } from '../support/e2e/mailbox'
import { placeOrder, readOrder } from '../support/e2e/place-order'
import { freshEmail } from '../support/e2e/shopping'
import { OrdersPage } from '../support/pages/orders-page'
import { expect, test } from '../support/test'

const sku = 'PS-PEN-BRS'
const stock = async () => (await prisma().variant.findUniqueOrThrow({ where: { sku } })).stock ?? 0

test('one of two pens goes back: the order, the buyer’s mail and the shelf say so', async ({ merchant, sandbox }) => {
  const before = await stock()
  const order = await placeOrder({ sku, quantity: 2, email: freshEmail('refund') })
  await sandbox.pay(order.url)
  await expect.poll(async () => (await readOrder(order.number)).status).toBe('paid')
  expect(await stock()).toBe(before - 2)

  await new OrdersPage(merchant).open(order.number)
  const refunds = merchant.getByRole('region', { name: 'Refunds' })
  await refunds.getByText('Refund items', { exact: true }).click()
  await refunds.getByRole('spinbutton', { name: /2 of them/ }).fill('1')
  await refunds.getByLabel('Reason').and(merchant.locator(':visible')).fill('One came bent')
  await expect(refunds.getByLabel('Put the items back on the shelf').and(merchant.locator(':visible'))).toBeChecked()
  await refunds.getByRole('button', { name: 'Refund these items' }).click()

  await expect(merchant.getByRole('status').filter({ hasText: '$38.00 went back to the buyer.' })).toBeVisible()
  await expect(refunds.getByText('One came bent')).toBeVisible()
  await expect(refunds.getByText('Up to $38.00 can go back')).toBeVisible()
  const { status, payments } = await readOrder(order.number)
  expect(status).toBe('partially_refunded')
  expect(payments).toMatchObject([{ grossMinor: 7_600, refundedMinor: 3_800 }])
  expect(await stock()).toBe(before - 1)
  const subject = `Refund for order ${order.number}: $38.00`
  await expect.poll(async () => (await mailsTo(order.email)).map((mail) => mail.subject)).toContain(subject)
})

import { becomeBuyer, placeOrder, readOrder } from '../support/e2e/place-order'
import { freshEmail } from '../support/e2e/shopping'
import { expect, test } from '../support/test'

const waiting = /^Your order is placed/

test('T06: the thank-you page of an order that nobody paid waits and hands out nothing', async ({
  page,
  context,
  sandbox,
}) => {
  const order = await placeOrder({ sku: 'PS-D-CLD', email: freshEmail('unpaid') })
  await becomeBuyer(context, order)
  const [session] = await sandbox.sessionsOf(order.number)
  await page.goto(session?.successUrl ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(waiting)
  await expect(page.getByRole('link', { name: /^Download/ })).toHaveCount(0)
  expect((await readOrder(order.number)).status).toBe('awaiting_payment')
})

test('T05: a status, a session and an order in the address decide nothing', async ({ page, sandbox }) => {
  const paid = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('somebody-else') })
  const [foreign] = await sandbox.sessionsOf(paid.number)
  await sandbox.pay(paid.url)
  const order = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('claims') })
  const [session] = await sandbox.sessionsOf(order.number)
  const claims = `status=paid&paid=true&session_id=${foreign?._id}&order=${paid.number}&token=${paid.buyerToken}`
  await page.goto(`${session?.successUrl}?${claims}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(waiting)
  await expect(page.getByText(order.number).first()).toBeVisible()
  await expect(page.getByText(paid.number)).toHaveCount(0)
  expect((await readOrder(order.number)).status).toBe('awaiting_payment')
})

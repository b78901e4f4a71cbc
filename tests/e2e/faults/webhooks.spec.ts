import { becomeBuyer, placeOrder, readOrder } from '../../support/e2e/place-order'
import { freshEmail, isPaid } from '../../support/e2e/shopping'
import { HostedPage } from '../../support/pages/hosted-page'
import { OrdersPage } from '../../support/pages/orders-page'
import { expect, type Page, test } from '../../support/test'

const place = (story: string) => placeOrder({ sku: 'PS-STK-WTH', quantity: 3, email: freshEmail(story) })

async function payOnHostedPage(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await new HostedPage(page).pay()
  await page.waitForURL('**/thank-you/**')
}

test('T10: a lost webhook: the waiting page finds the payment within 30 s', async ({ page, sandbox }) => {
  const order = await place('lost')
  await sandbox.turn({ webhook_drop: 'all' })
  const paidAt = Date.now()
  await payOnHostedPage(page, order.url)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Your order is placed/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Thank you/, { timeout: 30_000 })
  expect(Date.now() - paidAt).toBeLessThan(30_000)
  expect((await readOrder(order.number)).confirmedBy).toBe('return_check')
})

for (const webhook_timing of ['before_redirect', 'after_redirect']) {
  test(`T11: a webhook that comes ${webhook_timing.replace('_', ' the ')} ends in the same, without a reload`, async ({
    page,
    sandbox,
  }) => {
    const order = await place('order-of-news')
    await sandbox.turn({ webhook_timing })
    await payOnHostedPage(page, order.url)
    let loads = 0
    page.on('load', () => {
      loads += 1
    })
    await isPaid(page)
    expect(loads).toBeLessThanOrEqual(1)
    const { status, confirmedBy, payments, mails } = await readOrder(order.number)
    expect({ status, confirmedBy }).toEqual({ status: 'paid', confirmedBy: 'webhook' })
    expect(payments).toHaveLength(1)
    expect(mails.map(({ kind }) => kind).sort()).toEqual(['order_paid', 'order_received'])
  })
}

test('a lost webhook that nobody waits for: the merchant checks with the provider', async ({ merchant, sandbox }) => {
  const order = await place('checked')
  await sandbox.turn({ webhook_drop: 'all' })
  await sandbox.pay(order.url)
  await new OrdersPage(merchant).open(order.number)
  await merchant.getByRole('button', { name: 'Check with Pocketsflow' }).click()
  await expect(merchant.getByRole('status').filter({ hasText: 'This order is now paid.' })).toBeVisible()
})

test('a doubled webhook pays once and mails once', async ({ page, sandbox }) => {
  const order = await place('doubled')
  await sandbox.turn({ webhook_copies: 3, webhook_copies_apart_ms: 0 })
  await payOnHostedPage(page, order.url)
  await isPaid(page)
  await expect.poll(async () => (await readOrder(order.number)).webhookEvents.length).toBe(3)
  const { payments, mails } = await readOrder(order.number)
  expect(payments).toHaveLength(1)
  expect(mails.map(({ kind }) => kind).sort()).toEqual(['order_paid', 'order_received'])
})

test('a wrong amount: the shopper reads the truth and the merchant sees the difference', async ({
  page,
  context,
  merchant,
  sandbox,
}) => {
  const order = await place('wrong')
  await becomeBuyer(context, order)
  await sandbox.turn({ amount_offset_minor: -100 })
  await payOnHostedPage(page, order.url)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/a person is looking at it/, { timeout: 20_000 })
  await expect(page.getByText('please do not pay again')).toBeVisible()
  const orders = new OrdersPage(merchant)
  await merchant.goto('/admin/orders?status=needs_review')
  await orders.row(order.number).getByRole('link').click()
  await expect(merchant.getByText('This order needs a look')).toBeVisible()
  await expect(merchant.getByText(/asked for \$6\.00, paid \$5\.00/).first()).toBeVisible()
})

for (const form of ['A', 'B']) {
  test(`a payment that is told in form ${form} is understood`, async ({ page, sandbox }) => {
    const order = await place('form')
    await sandbox.turn({ payload_form: form })
    await payOnHostedPage(page, order.url)
    await isPaid(page)
    expect((await readOrder(order.number)).confirmedBy).toBe('webhook')
  })
}

import { fungiesControl } from '../support/e2e/fungies-control'
import { goToStore } from '../support/e2e/fungies-store'
import { placeOrder, readOrder } from '../support/e2e/place-order'
import { fillCheckout, freshEmail, isPaid, pressPay } from '../support/e2e/shopping'
import { expectRenewed, orderSubscription, subscriptionOf } from '../support/e2e/subscribing'
import { world } from '../support/e2e/world'
import { HostedPage } from '../support/pages/hosted-page'
import { OrdersPage } from '../support/pages/orders-page'
import { expect, test } from '../support/test'

// They share the switches of one Fungies.
test.describe.configure({ mode: 'serial' })

test.afterEach(({ request }) => fungiesControl(request).backToNormal())

test('one thing is bought with Fungies, its page filled in with the buyer’s address', async ({ page }) => {
  const email = freshEmail('fungies')
  const hosted = await goToStore(page, 'folding-tool', email)
  await expect(page.getByLabel('Email')).toHaveValue(email)
  await hosted.asks('$59.00')
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
})

test('the buyer is back before any webhook: the order is paid by the return alone', async ({ page, request }) => {
  await fungiesControl(request).turn({ webhook_drop: 'all' })
  const hosted = await goToStore(page, 'folding-tool', freshEmail('fungies-return'))
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
})

test('declined at Fungies and given up there, the same order is paid elsewhere', async ({ page, request }) => {
  const email = freshEmail('fungies-declined')
  const hosted = await goToStore(page, 'folding-tool', email)
  const storePage = page.url()
  await hosted.decline()
  await expect(page.getByRole('alert')).toContainText('declined')
  await hosted.cancel()
  await page.waitForURL(`${world().shopUrl}/`)

  await fillCheckout(page, { email })
  await page.getByRole('radio', { name: 'Pocketsflow' }).check()
  await pressPay(page)
  await hosted.isOpen()
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
  expect(await (await request.get(storePage)).text()).toContain('no longer available')
})

test('an address that names no order of this browser helps onwards and changes nothing', async ({ page }) => {
  await page.goto('/return/fungies?fngs-order-id=nobody-knows-this')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We cannot tell yet which order this was.')
  await page.getByRole('link', { name: 'Go to your cart' }).click()
  await page.waitForURL('**/cart')
})

test('money goes back in Fungies’ dashboard: the shop says so, and sees it when it is done', async ({
  merchant,
  request,
}) => {
  const order = await placeOrder({ sku: 'PS-CMP-BTN', email: freshEmail('fungies-refund'), provider: 'fungies' })
  const { _id: fungiesId } = await fungiesControl(request).pay(order.url)
  await expect.poll(async () => (await readOrder(order.number)).status).toBe('paid')
  const { totalMinor } = await readOrder(order.number)

  const orders = new OrdersPage(merchant)
  await orders.open(order.number)
  const refunds = merchant.getByRole('region', { name: 'Refunds' })
  await expect(refunds).toContainText('Refund the order in its dashboard')
  await expect(refunds.getByRole('button')).toHaveCount(0)

  // A part of it, whose amount Fungies tells nobody: a person reads it there and enters it here.
  await fungiesControl(request).refund(fungiesId, 100)
  const asked = merchant.getByRole('listitem').filter({ hasText: order.number })
  await expect(async () => {
    await merchant.goto('/admin/rescue')
    await asked.getByLabel('Amount that went back (USD)').fill('1.00', { timeout: 1_000 })
  }).toPass()
  await asked.getByRole('button', { name: 'Record this refund' }).click()
  await expect(merchant.getByText('The refund is recorded', { exact: false })).toBeVisible()
  expect((await readOrder(order.number)).status).toBe('partially_refunded')

  await fungiesControl(request).refund(fungiesId)
  await expect.poll(async () => (await readOrder(order.number)).status).toBe('refunded')
  await orders.open(order.number)
  await expect(refunds).toContainText('There is nothing left to refund.')
  expect((await readOrder(order.number)).payments).toMatchObject([{ refundedMinor: totalMinor }])
})

test('a subscription is bought with Fungies, and its renewal is one more paid order', async ({ page, request }) => {
  const email = freshEmail('fungies-subscriber')
  await orderSubscription(page, { slug: 'notebook-post', email, provider: 'Fungies' })
  await page.waitForURL(`${world().fungiesUrl}/checkout-element/**`)
  await new HostedPage(page).pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
  await fungiesControl(request).renew((await subscriptionOf(email)).providerSubscriptionId)
  await expectRenewed(page, email)
})

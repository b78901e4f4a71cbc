import { flexControl } from '../support/e2e/flex-control'
import { becomeBuyer, ordersOf, placeOrder, readOrder } from '../support/e2e/place-order'
import { addToCart, fillCheckout, freshEmail, isPaid, pressPay, readOrderNumber } from '../support/e2e/shopping'
import { expectRenewed, orderSubscription, subscriptionOf } from '../support/e2e/subscribing'
import { FlexPage } from '../support/pages/flex-page'
import { OrdersPage } from '../support/pages/orders-page'
import { expect, test } from '../support/test'

// One after the other: the switches of Flex are one for all of them.
test.describe.configure({ mode: 'default' })
test.afterEach(({ request }) => flexControl(request).backToNormal())

const place = (story: string) => placeOrder({ sku: 'PS-CMP-BTN', email: freshEmail(story), provider: 'flex' })

test('things are bought with Flex: its page shows the lines, and the order is paid once', async ({ page }) => {
  const email = freshEmail('flex')
  await addToCart(page, 'folding-tool')
  await fillCheckout(page, { email })
  await page.getByRole('radio', { name: /^Flex/ }).check({ force: true })
  await pressPay(page)
  const hosted = new FlexPage(page)
  await hosted.isOpen()
  await expect(page.getByText(/^1 × Folding/)).toBeVisible()
  await hosted.asks('$59.00')
  await hosted.pay()
  await page.waitForURL(/\/thank-you\/.*session_id=fcs_/)
  await isPaid(page)
  const order = await readOrder(await readOrderNumber(page))
  expect(order.payments).toMatchObject([{ provider: 'flex', grossMinor: 5_900, verdict: 'settles' }])
})

test('who comes back from Flex is told at once, without any webhook; another’s session changes nothing', async ({
  page,
  request,
}) => {
  await flexControl(request).turn({ webhook_drop: 'all' })
  const [order, other] = [await place('flex-return'), await place('flex-other')]
  await page.goto(other.url)
  const [foreign] = await flexControl(request).sessionsOf(order.number)
  const [own] = await flexControl(request).sessionsOf(other.number)
  await flexControl(request).pay(foreign?._id ?? '')
  await page.goto(own?.successUrl.replace('{CHECKOUT_SESSION_ID}', foreign?._id ?? '') ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Your order is placed/)

  await page.goto(foreign?.successUrl.replace('{CHECKOUT_SESSION_ID}', foreign?._id ?? '') ?? '')
  await isPaid(page)
  expect(await readOrder(order.number)).toMatchObject({ status: 'paid', confirmedBy: 'return_check' })
  expect((await readOrder(other.number)).status).toBe('awaiting_payment')
})

test('an expired page is started anew in one click', async ({ page, context, request }) => {
  const order = await place('flex-expired')
  await becomeBuyer(context, order)
  const [session] = await flexControl(request).sessionsOf(order.number)
  await flexControl(request).expire(session?._id ?? '')
  await page.goto(session ? flexControl(request).returnUrl(session) : '')
  await expect(page.getByText('The payment page has expired, and nothing was charged.')).toBeVisible()
  await page.getByRole('button', { name: 'Start the payment again' }).click()
  const hosted = new FlexPage(page)
  await hosted.isOpen()
  await hosted.pay()
  await page.waitForURL(/\/thank-you\//)
  await isPaid(page)
  expect(await ordersOf(order.email)).toHaveLength(1)
  expect((await readOrder(order.number)).attempts).toHaveLength(2)
})

test('who comes back with a step left goes on with it, and pays', async ({ page, context, request }) => {
  const order = await place('flex-step')
  await becomeBuyer(context, order)
  const [session] = await flexControl(request).sessionsOf(order.number)
  await flexControl(request).askForMore(session?._id ?? '')
  await page.goto(session ? flexControl(request).returnUrl(session) : '')
  await expect(page.getByText('One step is left before your payment is complete.')).toBeVisible()
  await page.getByRole('link', { name: 'Continue the payment' }).click()
  const hosted = new FlexPage(page)
  await hosted.isOpen()
  await hosted.pay()
  await page.waitForURL(/\/thank-you\//)
  await isPaid(page)
  expect((await readOrder(order.number)).attempts).toHaveLength(1)
})

test('a declined card leaves the order payable, and the second try pays it', async ({ page, context }) => {
  const order = await place('flex-declined')
  await becomeBuyer(context, order)
  await page.goto(order.url)
  const hosted = new FlexPage(page)
  await hosted.decline()
  await expect(page.getByRole('alert')).toContainText('declined')
  await hosted.cancel()
  await page.waitForURL('**/checkout/cancelled?order=*')
  await page.getByRole('button', { name: /^Pay/ }).click()
  await hosted.isOpen()
  await hosted.pay()
  await page.waitForURL(/\/thank-you\//)
  await isPaid(page)
  expect((await readOrder(order.number)).attempts).toHaveLength(1)
})

test('a refund goes back through Flex, and is done when Flex says so', async ({ merchant, request }) => {
  const order = await place('flex-refund')
  const [session] = await flexControl(request).sessionsOf(order.number)
  await flexControl(request).pay(session?._id ?? '')
  await expect.poll(async () => (await readOrder(order.number)).status).toBe('paid')

  await new OrdersPage(merchant).open(order.number)
  const refunds = merchant.getByRole('region', { name: 'Refunds' })
  await refunds.getByText('Refund items', { exact: true }).click()
  await refunds.getByRole('spinbutton').first().fill('1')
  await refunds.getByLabel('Reason').and(merchant.locator(':visible')).fill('Came broken')
  await refunds.getByRole('button', { name: 'Refund these items' }).click()
  await expect.poll(async () => (await readOrder(order.number)).status).toBe('refunded')
  const [refunded] = await flexControl(request).sessionsOf(order.number)
  const { totalMinor } = await readOrder(order.number)
  expect(refunded?.refunds).toMatchObject([{ amountMinor: totalMinor, status: 'succeeded' }])
})

test('a subscription is bought with Flex, and its renewal is one more paid order', async ({ page, request }) => {
  const email = freshEmail('flex-subscriber')
  await orderSubscription(page, { slug: 'notebook-post', email, provider: 'Flex' })
  const hosted = new FlexPage(page)
  await hosted.isOpen()
  await hosted.pay()
  await page.waitForURL(/\/thank-you\//)
  await isPaid(page)
  await flexControl(request).renew((await subscriptionOf(email)).providerSubscriptionId)
  await expectRenewed(page, email)
})

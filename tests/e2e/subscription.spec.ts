import { mailsTo } from '../support/e2e/mailbox'
import { ordersOf } from '../support/e2e/place-order'
import { sandboxControl } from '../support/e2e/sandbox-control'
import { addToCart, freshEmail, isPaid } from '../support/e2e/shopping'
import { orderSubscription } from '../support/e2e/subscribing'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, type Page, test } from '../support/test'

async function subscribe(page: Page, slug: string, email: string): Promise<void> {
  await orderSubscription(page, { slug, email })
  const hosted = new HostedPage(page)
  await hosted.isOpen()
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
}

const mailNamed = async (email: string, subject: RegExp) =>
  (await mailsTo(email)).find((mail) => subject.test(mail.subject ?? ''))

test('a subscription is bought, renews by itself and is cancelled by the link in its mail', async ({
  page,
  request,
}) => {
  const email = freshEmail('subscriber')
  await subscribe(page, 'notebook-post', email)
  await isPaid(page)
  await expect.poll(() => mailNamed(email, /Your subscription has begun/)).toBeTruthy()

  const sandbox = sandboxControl(request)
  await sandbox.renew(await sandbox.subscriptionOf(email))
  await expect.poll(async () => (await ordersOf(email)).map((order) => order.status)).toEqual(['paid', 'paid'])
  await expect
    .poll(async () => (await mailsTo(email)).filter(({ subject }) => subject?.startsWith('Receipt')))
    .toHaveLength(2)

  const mail = await mailNamed(email, /Your subscription has begun/)
  const link = /http\S+\/subscriptions\/\S+/.exec(mail?.text ?? '')?.[0]
  await page.context().clearCookies()
  await page.goto(link ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your subscription is active.')
  await page.getByText('Cancel this subscription').click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your subscription is cancelled.')
  await expect(page.getByRole('status').filter({ hasText: 'Cancelled.' })).toBeVisible()
  await expect.poll(() => mailNamed(email, /is cancelled/)).toBeTruthy()
})

test('a trial begins with nothing to pay', async ({ page }) => {
  const email = freshEmail('trial')
  await subscribe(page, 'sound-letter', email)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you. Your order is confirmed.')
  await page.getByRole('link', { name: 'See it, or cancel it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your trial is running.')
})

test('beside other things a subscription waits, and the cart says why', async ({ page }) => {
  await addToCart(page, 'folding-tool')
  await page.goto('/products/notebook-post')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await expect(page.getByRole('status').filter({ hasText: /^Added(\.| to your cart)/ })).toBeVisible()
  await page.goto('/cart')
  await expect(page.getByText('A subscription is ordered by itself.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Checkout' })).toBeHidden()
})

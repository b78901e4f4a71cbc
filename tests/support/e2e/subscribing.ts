import { prisma } from '@/lib/db'
import { expect, type Page } from '../test'
import { fillCheckout, pressPay } from './shopping'

type Wish = { slug: string; email: string; provider?: string }

/** A subscription from its product's page to the payment company's. */
export async function orderSubscription(page: Page, { slug, email, provider = 'Pocketsflow' }: Wish): Promise<void> {
  await page.goto(`/products/${slug}`)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await expect(page.getByRole('status').filter({ hasText: /^Added(\.| to your cart)/ })).toBeVisible()
  await fillCheckout(page, { email })
  await page.getByRole('radio', { name: provider, exact: true }).check()
  await pressPay(page)
}

/** The subscription that a story's address has in the shop, with an order for each interval. */
export const subscriptionOf = (email: string) =>
  prisma().subscription.findFirstOrThrow({
    where: { order: { email } },
    include: { orders: { orderBy: { periodStart: 'asc' }, include: { payments: true } } },
  })

/** Both intervals are paid, once each, and their subscriber sees so from the page of the first. */
export async function expectRenewed(page: Page, email: string): Promise<void> {
  const orders = async () => (await subscriptionOf(email)).orders
  await expect.poll(async () => (await orders()).map(({ status }) => status)).toEqual(['paid', 'paid'])
  expect((await orders()).map(({ payments }) => payments.length)).toEqual([1, 1])
  await page.getByRole('link', { name: 'See it, or cancel it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your subscription is active.')
  await expect(page.getByRole('region', { name: 'So far' }).getByRole('listitem')).toHaveCount(2)
}

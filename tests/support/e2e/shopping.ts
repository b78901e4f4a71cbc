import { expect, type Page } from '../test'

export type Buyer = { email: string; name?: string }

/** An address that no other test uses, so that its mails and orders are found by it. */
export const freshEmail = (story: string) => `${story}-${crypto.randomUUID().slice(0, 8)}@example.com`

type Choice = { option?: string; quantity?: number }

export async function addToCart(page: Page, slug: string, { option, quantity }: Choice = {}): Promise<void> {
  await page.goto(`/products/${slug}`)
  if (option) await page.getByRole('radio', { name: option }).check({ force: true })
  if (quantity) await page.getByLabel('Quantity').fill(String(quantity))
  await page.getByRole('button', { name: 'Add to cart' }).click()
  // Pressed before its script has loaded, the button leads to the cart, which says so too.
  await expect(page.getByRole('status').filter({ hasText: /^Added(\.| to your cart)/ })).toBeVisible()
}

export async function fillAddress(page: Page): Promise<void> {
  await page.getByLabel('Street and number').fill('12 Harbour Lane')
  await page.getByLabel('Town or city').fill('Bristol')
}

/** Fills the checkout's form as far as it asks, and presses nothing. */
export async function fillCheckout(page: Page, { email, name = 'Ada Lovelace' }: Buyer): Promise<void> {
  await page.goto('/checkout')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Full name').fill(name)
  if (await page.getByLabel('Street and number').isVisible()) await fillAddress(page)
  // Whichever is preselected: a test of faults may have left a provider in trouble.
  const pocketsflow = page.getByRole('radio', { name: 'Pocketsflow', exact: true })
  if (await pocketsflow.isVisible()) await pocketsflow.check()
}

export const pressPay = (page: Page) => page.getByRole('button', { name: /^Pay/ }).click()

/** The number that an order's page gives in its receipt. */
export async function readOrderNumber(page: Page): Promise<string> {
  const number = page.getByRole('region', { name: 'Receipt' }).getByRole('definition').first()
  await expect(number).toHaveText(/^\d+$/)
  return (await number.textContent()) ?? ''
}

export const isPaid = (page: Page) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you. Your order is paid.')

import { prisma } from '@/lib/db'
import { ordersOf } from '../support/e2e/place-order'
import { addToCart, fillCheckout, freshEmail, isPaid, pressPay } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, test } from '../support/test'

const stockOf = async (sku: string) => (await prisma().variant.findUniqueOrThrow({ where: { sku } })).stock ?? 0

test('a double click on Pay, in two tabs at once, gives one order and one payment page', async ({
  page,
  context,
  sandbox,
}) => {
  const email = freshEmail('double')
  await addToCart(page, 'waxed-card-sleeve')
  const second = await context.newPage()
  await Promise.all([page, second].map((tab) => fillCheckout(tab, { email })))
  await Promise.all([page.getByRole('button', { name: /^Pay/ }).dblclick(), pressPay(second)])
  await Promise.all([page, second].map((tab) => new HostedPage(tab).isOpen()))
  expect(second.url()).toBe(page.url())
  const [order, ...others] = await ordersOf(email)
  expect(others).toEqual([])
  expect(await sandbox.sessionsOf(String(order?.number))).toHaveLength(1)
})

test('Back and Pay again leads to the same payment page; a changed cart makes a new order that takes over the hold', async ({
  page,
}) => {
  const email = freshEmail('again')
  const hosted = new HostedPage(page)
  const before = await stockOf('PS-LMP-YEL')
  await addToCart(page, 'pocket-lamp', { option: 'Yellow' })
  await fillCheckout(page, { email })
  await pressPay(page)
  await hosted.isOpen()
  const firstUrl = page.url()

  await page.goBack()
  await expect(page.getByLabel('Email')).toHaveValue(email)
  await pressPay(page)
  await page.waitForURL(firstUrl)
  expect(await ordersOf(email)).toHaveLength(1)

  await addToCart(page, 'pocket-lamp', { option: 'Yellow' })
  await fillCheckout(page, { email })
  await pressPay(page)
  await hosted.isOpen()
  expect(page.url()).not.toBe(firstUrl)
  await hosted.asks('$48.00')
  expect(await ordersOf(email)).toHaveLength(2)
  expect(await stockOf('PS-LMP-YEL'), 'the older order holds nothing any more').toBe(before - 2)

  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)
  const [older, newer] = await ordersOf(email)
  expect([older?.status, newer?.status]).toEqual(['awaiting_payment', 'paid'])
  expect(await stockOf('PS-LMP-YEL')).toBe(before - 2)
})

import { expectNothingFound } from '../../support/e2e/axe'
import { flexControl } from '../../support/e2e/flex-control'
import { ordersOf } from '../../support/e2e/place-order'
import { addToCart, fillCheckout, freshEmail, isPaid, pressPay } from '../../support/e2e/shopping'
import { FlexPage } from '../../support/pages/flex-page'
import { HostedPage } from '../../support/pages/hosted-page'
import { expect, test } from '../../support/test'

test.afterEach(({ request }) => flexControl(request).backToNormal())

test('money that came at the first provider, unheard, is found before another page is opened', async ({
  page,
  sandbox,
}) => {
  const email = freshEmail('paid-first')
  await addToCart(page, 'sticker-sheet-small-weather')
  await fillCheckout(page, { email })
  await pressPay(page)
  await new HostedPage(page).isOpen()
  await sandbox.turn({ webhook_drop: 'all' })
  await sandbox.pay(page.url())
  await page.goBack()
  await page.getByRole('radio', { name: 'Flex', exact: true }).check()
  await pressPay(page)
  await page.waitForURL(/\/thank-you\//)
  await isPaid(page)
  const orders = await ordersOf(email)
  expect(orders).toMatchObject([{ status: 'paid', confirmedBy: 'return_check', paidTwice: false }])
})

test('a provider that fails is marked, and another is chosen in its place', async ({ page, sandbox }) => {
  const email = freshEmail('failing')
  await addToCart(page, 'sticker-sheet-small-weather')
  await fillCheckout(page, { email })
  await sandbox.turn({ api_fault: '503' })
  await pressPay(page)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Or choose another way to pay below.')
  await expectNothingFound(page, { name: 'checkout, one way failing', open: () => page.goto('/checkout') })
  await expect(page.getByText(/^It has not answered well in the last minutes/)).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Pocketsflow', exact: true })).not.toBeChecked()
  await page.getByRole('radio', { name: 'Flex', exact: true }).check()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Full name').fill('Ada Lovelace')
  await page.getByLabel('Street and number').fill('12 Harbour Lane')
  await page.getByLabel('Town or city').fill('Bristol')
  await pressPay(page)
  const flex = new FlexPage(page)
  await flex.isOpen()
  await flex.pay()
  await page.waitForURL(/\/thank-you\//)
  await isPaid(page)
  expect(await ordersOf(email)).toHaveLength(1)
})

import { fungiesUrl, goToStore, turnFungies } from '../support/e2e/fungies-store'
import { fillCheckout, freshEmail, isPaid, pressPay } from '../support/e2e/shopping'
import { world } from '../support/e2e/world'
import { expect, test } from '../support/test'

// They share the switches of one Fungies.
test.describe.configure({ mode: 'serial' })

test.afterEach(async ({ request }) => {
  await request.delete(`${fungiesUrl()}/_sandbox/switches`)
})

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
  await turnFungies(request, { webhook_drop: 'all' })
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

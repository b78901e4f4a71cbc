import { downloadPath } from '@/lib/downloads/signed-link'
import { mailsTo } from '../support/e2e/mailbox'
import { addToCart, fillCheckout, freshEmail, isPaid, pressPay } from '../support/e2e/shopping'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, test } from '../support/test'

const cart = [
  { slug: 'six-suits', quantity: 2 },
  { slug: 'weatherproof-field-notebook', quantity: 3 },
  { slug: 'pinhole-typeface', quantity: 1 },
]

test('a cart of mapped and unmapped, physical and digital things is paid as one, and its download works', async ({
  page,
}) => {
  const email = freshEmail('mixed')
  for (const { slug, quantity } of cart) await addToCart(page, slug, { quantity })
  await fillCheckout(page, { email })
  await expect(page.getByRole('button', { name: 'Pay $84.00' })).toBeVisible()
  await pressPay(page)
  const hosted = new HostedPage(page)
  await hosted.isOpen()
  await expect(page.getByRole('heading', { name: /^Pocketshop order \d+$/ })).toBeVisible()
  await hosted.asks('$84.00')
  await hosted.pay()
  await page.waitForURL('**/thank-you/**')
  await isPaid(page)

  const link = page.getByRole('link', { name: 'Download Pinhole' })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toMatch(/\.zip$/)
  const path = (await link.getAttribute('href')) ?? ''
  const file = await page.request.get(path)
  expect((await file.body()).subarray(0, 2).toString()).toBe('PK')

  const lineId = Number(path.match(/\/downloads\/(\d+)\./)?.[1])
  const lapsed = downloadPath(lineId, new Date(Date.now() - 1_000))
  const forged = `${path.slice(0, -2)}AA`
  for (const useless of [lapsed, forged]) {
    await page.goto(useless)
    await expect(page).toHaveURL('/downloads/unavailable')
  }
  await expect.poll(async () => (await mailsTo(email)).at(-1)?.text).toMatch(/\/downloads\/\d+\./)
})

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { becomeBuyer, placeOrder } from '../support/e2e/place-order'
import { addToCart, fillCheckout, freshEmail, pressPay } from '../support/e2e/shopping'
import { plantedSecrets, world } from '../support/e2e/world'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, type Page, test } from '../support/test'

test('every page says what it may load and who may frame it', async ({ request }) => {
  for (const path of ['/', '/products/fox-pin', '/cart', '/sign-in', '/nowhere']) {
    const headers = (await request.get(path)).headers()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toMatch(/script-src 'self'( 'sha256-[^']+')*; style-src 'self';/)
    for (const rule of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(rule)
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
    })
    expect(headers['x-powered-by']).toBeUndefined()
  }
  const secretPage = await request.get('/checkout/cancelled?order=x')
  expect(secretPage.headers()['referrer-policy']).toBe('no-referrer')
})

test('cookies that open something are closed to scripts and to other sites', async ({ page, context, merchant }) => {
  await addToCart(page, 'fox-pin')
  await fillCheckout(page, { email: freshEmail('cookies') })
  await pressPay(page)
  await new HostedPage(page).isOpen()
  const cookies = [...(await context.cookies()), ...(await merchant.context().cookies())]
  for (const name of ['pocketshop_cart', 'pocketshop_buyer', 'next-auth.session-token']) {
    const cookie = cookies.find((one) => one.name === name)
    expect(cookie, name).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  }
})

async function readScripts(folder: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (name) => ({ name, text: await readFile(name, 'latin1') })))
}

async function readPages(page: Page, paths: string[]): Promise<{ name: string; text: string }[]> {
  return Promise.all(paths.map(async (name) => ({ name, text: await (await page.request.get(name)).text() })))
}

test('no secret of the environment is in any page or script', async ({ page, context, merchant }) => {
  const order = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('secrets') })
  await becomeBuyer(context, order)
  const note = JSON.parse(await readFile(path.join(world().dataDir, 'sandbox-webhook.json'), 'utf8')) as {
    secret: string
  }
  const databasePassword = new URL(process.env.DATABASE_URL ?? '').password
  const apiKey = process.env.POCKETSFLOW_API_KEY ?? ''
  const secrets = [...Object.values(plantedSecrets), note.secret, databasePassword, apiKey]
  const texts = [
    ...(await readScripts(path.join(world().buildDir, 'static'))),
    ...(await readPages(page, ['/', '/products/fox-pin', '/cart', '/checkout', '/sign-in', '/nowhere', '/api/health'])),
    ...(await readPages(merchant, [
      '/admin/orders',
      `/admin/orders/${order.number}`,
      '/admin/products',
      '/admin/mails',
    ])),
  ]
  expect(texts.length).toBeGreaterThan(20)
  const leaks = texts.flatMap(({ name, text }) => secrets.filter((secret) => text.includes(secret)).map(() => name))
  expect(leaks).toEqual([])
})

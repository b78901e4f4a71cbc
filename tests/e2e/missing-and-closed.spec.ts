import { newToken } from '@/lib/shared/token'
import { expect, test } from '../support/test'

const missing = [
  '/products/no-such-thing',
  '/categories/nowhere',
  `/thank-you/${newToken()}`,
  '/thank-you/x',
  '/nowhere',
]

test('what is not there is a 404 with a useful page, also without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) })
  const page = await context.newPage()
  for (const path of missing) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { level: 1 }), path).toHaveText('This page is not on the map')
    await expect(page.getByRole('main').getByRole('link', { name: 'See everything' }), path).toBeVisible()
  }
  await context.close()
})

test('an unknown token has no status, alike for malformed ones', async ({ request }) => {
  const answers = await Promise.all(
    [newToken(), 'x', '%00', 'a'.repeat(500)].map((token) => request.get(`/api/orders/${token}/status`)),
  )
  const bodies = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map((answer) => answer.status())).toEqual([404, 404, 404, 404])
  expect(new Set(bodies).size).toBe(1)
})

test('a signed-out visit to the back office is sent to sign in, whatever its shape', async ({ request }) => {
  const shapes = [
    { path: '/admin/orders' },
    { path: '/admin/orders/1001' },
    { path: '/admin/products?page=2' },
    { path: '/admin/mails/1' },
    { path: '/admin/mails/1/body' },
    { path: '/admin/webhooks' },
    { path: '/admin/webhooks/1' },
    { path: '/admin/webhooks/1/body' },
    { path: '/admin/webhooks/replay?event=1' },
    { path: '/admin/rescue' },
    { path: '/admin/money' },
    { path: '/admin/providers' },
    { path: '/admin/orders', headers: { RSC: '1', 'Next-Router-Prefetch': '1' } },
    { path: '/admin/orders', headers: { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' } },
    { path: '/admin/orders', headers: { cookie: 'next-auth.session-token=forged' } },
  ]
  for (const { path, headers = {} } of shapes) {
    const answer = await request.get(path, { maxRedirects: 0, headers })
    expect(answer.status(), path).toBe(307)
    expect(answer.headers().location, path).toMatch(/\/sign-in/)
  }
})

test('what the back office does not have is a 404, to merchants too', async ({ merchant }) => {
  for (const path of [
    '/admin/orders/1',
    '/admin/webhooks/999999999',
    '/admin/webhooks/x/body',
    '/admin/mails/0/body',
  ]) {
    const answer = await merchant.request.get(path)
    expect(answer.status(), path).toBe(404)
  }
})

import { globSync } from 'node:fs'
import path from 'node:path'
import { newToken } from '@/lib/shared/token'
import { expect, test } from '../support/test'

/** Every address of the back office, as the tree has it; `1` stands for whatever its parts are. */
const backOfficePaths = globSync('app/admin/**/{page.tsx,route.ts}').map((file) =>
  `/${path.dirname(file).split(path.sep).slice(1).join('/')}`.replaceAll(/\[[^\]]+\]/g, '1'),
)

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
  const shapes: { path: string; headers?: Record<string, string> }[] = [
    ...backOfficePaths.map((path) => ({ path })),
    { path: '/admin/products?page=2' },
    { path: '/admin/orders', headers: { RSC: '1', 'Next-Router-Prefetch': '1' } },
    { path: '/admin/orders', headers: { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' } },
    { path: '/admin/orders', headers: { cookie: 'next-auth.session-token=forged' } },
  ]
  expect(backOfficePaths).toContain('/admin/webhooks/1/body')
  for (const { path: address, headers = {} } of shapes) {
    const answer = await request.get(address, { maxRedirects: 0, headers })
    expect(answer.status(), address).toBe(307)
    expect(answer.headers().location, address).toMatch(/\/sign-in/)
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

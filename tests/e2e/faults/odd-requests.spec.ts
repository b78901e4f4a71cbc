import { placeOrder, readOrder } from '../../support/e2e/place-order'
import type { SandboxControl } from '../../support/e2e/sandbox-control'
import { freshEmail } from '../../support/e2e/shopping'
import { expect, test } from '../../support/test'

const hook = '/api/webhooks/pocketsflow'

/** An order that was paid, and the request that tells of it, which was lost. */
async function paidUntold(sandbox: SandboxControl) {
  const order = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('odd-request') })
  await sandbox.turn({ webhook_drop: 'all' })
  const { _id } = await sandbox.pay(order.url)
  const { body, signature } = await sandbox.webhookOf(_id)
  const headers = {
    'content-type': 'application/json',
    'x-pocketsflow-event': 'order.completed',
    'x-pocketsflow-signature': signature,
  }
  return { ...order, request: { data: Buffer.from(body), headers, maxRedirects: 0 } }
}

const standing = async (number: string) => {
  const { status, payments, webhookEvents } = await readOrder(number)
  return { status, payments: payments.length, events: webhookEvents.length }
}
const untouched = { status: 'awaiting_payment', payments: 0, events: 0 }
const paidOnce = { status: 'paid', payments: 1, events: 1 }

test('W01: no method but POST is answered, whatever it carries', async ({ request, sandbox }) => {
  const untold = await paidUntold(sandbox)
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
    const { headers } = untold.request
    const answer = await request.fetch(
      hook,
      method === 'GET' || method === 'HEAD' ? { method, headers } : { method, ...untold.request },
    )
    expect(answer.status(), method).toBe(405)
  }
  expect(await standing(untold.number)).toEqual(untouched)
})

test('W02: a foreign page is allowed nothing', async ({ request }) => {
  const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
  const answer = await request.fetch(hook, { method: 'OPTIONS', headers })
  expect([204, 405]).toContain(answer.status())
  expect(answer.headers()['access-control-allow-origin']).toBeUndefined()
  expect((await request.get('/api/health')).status()).toBe(200)
})

test('W04: another spelling of the address takes nothing', async ({ request, sandbox, baseURL }) => {
  const untold = await paidUntold(sandbox)
  for (const path of ['//api/webhooks/pocketsflow', '/API/webhooks/pocketsflow', '/api/Webhooks/Pocketsflow']) {
    const answer = await request.post(`${baseURL}${path}`, untold.request)
    expect([308, 404], path).toContain(answer.status())
  }
  expect(await standing(untold.number)).toEqual(untouched)
})

test('W06: the headers of a page prefetch never half-take a delivery', async ({ request, sandbox }) => {
  const untold = await paidUntold(sandbox)
  const headers = { ...untold.request.headers, rsc: '1', 'next-router-prefetch': '1' }
  const answer = await request.post(hook, { ...untold.request, headers })
  expect([200, 307]).toContain(answer.status())
  await expect.poll(() => standing(untold.number)).toEqual(answer.status() === 200 ? paidOnce : untouched)
})

test('W07: the header that once skipped middleware changes nothing', async ({ request, sandbox }) => {
  const untold = await paidUntold(sandbox)
  const headers = { ...untold.request.headers, 'x-middleware-subrequest': Array(5).fill('proxy').join(':') }
  expect((await request.post(hook, { ...untold.request, headers })).status()).toBe(200)
  await expect.poll(() => standing(untold.number)).toEqual(paidOnce)
})

test('W08: the header of a server action runs none', async ({ request, sandbox }) => {
  const untold = await paidUntold(sandbox)
  const headers = { ...untold.request.headers, 'next-action': `40${'a'.repeat(40)}` }
  expect((await request.post(hook, { ...untold.request, headers })).status()).toBe(200)
  await expect.poll(() => standing(untold.number)).toEqual(paidOnce)
})

import { createHmac } from 'node:crypto'
import { placeOrder, readOrder } from '../support/e2e/place-order'
import { freshEmail } from '../support/e2e/shopping'
import { OrdersPage } from '../support/pages/orders-page'
import { expect, test } from '../support/test'

const hook = '/api/webhooks/pocketsflow'

test('a forged webhook is refused: the order stays unpaid and the merchant sees no event', async ({
  request,
  merchant,
  sandbox,
}) => {
  const order = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('forged') })
  const [session] = await sandbox.sessionsOf(order.number)
  const body = JSON.stringify({ event: 'order.completed', order: { id: 'f00d' }, metadata: session?.metadata })
  const signature = createHmac('sha256', 'a guessed secret').update(body).digest('hex')
  for (const given of [signature, '']) {
    const headers = { 'x-pocketsflow-signature': given, 'content-type': 'application/json' }
    const answer = await request.post(hook, { data: body, headers })
    expect(answer.status()).toBe(400)
  }
  const { status, webhookEvents } = await readOrder(order.number)
  expect({ status, webhookEvents }).toEqual({ status: 'awaiting_payment', webhookEvents: [] })
  await new OrdersPage(merchant).open(order.number)
  await expect(merchant.getByText('No webhook has named this order.')).toBeVisible()
})

test('W03: a webhook sent to the address with a trailing slash is answered, not redirected', async ({ request }) => {
  const answer = await request.post(`${hook}/`, { data: '{}', maxRedirects: 0 })
  expect(answer.status()).toBe(400)
})

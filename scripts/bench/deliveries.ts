import { createHmac } from 'node:crypto'
import type { LoadRequest } from './load-job'
import type { OpenOrder } from './orders'
import { WEBHOOK_SECRET } from './stage'

export const WEBHOOK_PATH = '/api/webhooks/pocketsflow'

/** Written from the provider's documents, signed here: none of the shop's own code takes part. */
function completedBody(order: OpenOrder): string {
  const amount = order.totalMinor / 100
  return JSON.stringify({
    webhookId: `wh_${order.number}`,
    event: 'order.completed',
    product: { id: order.productId, variantId: null },
    order: { id: `po_${order.number}` },
    currency: 'usd',
    customer: { email: order.email, firstName: 'Ada', lastName: 'Lovelace' },
    tax: { amount: 0, rate: 0, ToCountry: 'GB', ToZip: null, ToState: null, percentage: 0, vatNumber: null },
    amount,
    amountBeforeTax: amount,
    metadata: { external_order_id: String(order.number), attempt: '1', nonce: order.nonce },
  })
}

function deliver(path: string, body: string, secret: string): LoadRequest {
  return {
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Pocketsflow-Webhooks/1.0',
      'x-pocketsflow-event': 'order.completed',
      'x-pocketsflow-signature': createHmac('sha256', secret).update(body).digest('hex'),
      'x-pocketsflow-timestamp': String(Date.now()),
    },
    body,
  }
}

/** The delivery that pays an order. */
export const signedDelivery = (order: OpenOrder): LoadRequest =>
  deliver(WEBHOOK_PATH, completedBody(order), WEBHOOK_SECRET)

/** The same with a signature by another secret. */
export const forgedDelivery = (order: OpenOrder): LoadRequest =>
  deliver(WEBHOOK_PATH, completedBody(order), 'another secret')

/** The same to a handler that does nothing. */
export const deliveryToNobody = (order: OpenOrder): LoadRequest =>
  deliver('/api/webhooks/empty', completedBody(order), WEBHOOK_SECRET)

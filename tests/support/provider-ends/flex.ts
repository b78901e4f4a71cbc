import { createFlexGateway } from '@/lib/payments/flex/gateway'
import { knownPayments } from '@/lib/payments/known-payments'

const apiKey = 'fsk_test_shop_world'
const events = [
  'checkout.session.completed',
  'refund.created',
  'refund.updated',
  'payment_intent.succeeded',
  'charge.failed',
  'charge.dispute.created',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_succeeded',
]

/** Flex as the sandbox plays it at an origin, with a merchant's account there and the real adapter before it. */
export function flexAt(url: string) {
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${apiKey}` }
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const secrets: string[] = []
  const switches = (values: Record<string, unknown>) => call('PATCH', '/_sandbox/switches', values)
  const payments = knownPayments({ provider: 'flex', mode: 'test' })
  const newGateway = () =>
    createFlexGateway({ apiKey, apiUrl: url, webhookSecrets: () => secrets, payments, timeoutMs: 3_000 })
  return {
    url,
    gateway: newGateway(),
    /** That of a process which has seen nothing yet. */
    newGateway,
    call,
    control: (path: string, body: unknown = {}) => call('POST', `/_sandbox${path}`, body),
    switches,
    connect: async (webhookUrl: string) => {
      const { webhook } = await call('POST', '/v1/webhooks', { webhook: { url: webhookUrl, events } })
      secrets.push(webhook.signing_secret)
    },
    /** Delivered before the payment's answer, so that a test sees the end of it. */
    tellFirst: () => switches({ webhook_timing: 'before_redirect' }),
  }
}

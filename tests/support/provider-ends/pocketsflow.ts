import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'

const apiKey = 'pk_test_shop_world'
const secret = 'whsec_shop_world'

/** Pocketsflow as the sandbox plays it at an origin, with a merchant's account there and the real adapter before it. */
export function pocketsflowAt(url: string) {
  const control = async (method: string, path: string, body?: unknown) => {
    const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${url}/_sandbox${path}`, init)
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const switches = (values: Record<string, unknown>) => control('PATCH', '/switches', values)
  return {
    url,
    apiKey,
    secret,
    gateway: createPocketsflowGateway({ apiKey, apiUrl: url, webhookSecrets: [secret], timeoutMs: 3_000 }),
    control,
    switches,
    connect: (webhookUrl: string) =>
      fetch(`${url}/webhooks`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({
          url: webhookUrl,
          events: ['order.completed', 'order.refunded', 'payment_intent.payment_failed'],
          secret,
        }),
      }),
    /** Delivered before the payment's answer, so that a test sees the end of it. */
    tellFirst: () => switches({ webhook_timing: 'before_redirect' }),
  }
}

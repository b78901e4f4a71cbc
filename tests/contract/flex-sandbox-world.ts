import { z } from 'zod'
import { startSandbox } from '@/sandbox/server'

const session = z.looseObject({
  checkout_session_id: z.string(),
  status: z.string(),
  redirect_url: z.string(),
  amount_total: z.number(),
  amount_received: z.number(),
  amount_refunded: z.number(),
})
const refund = z.looseObject({ refund_id: z.string(), amount: z.number(), status: z.string() })

export const SESSION_URLS = {
  success_url: 'http://shop.test/thank-you/t?session_id={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://shop.test/checkout/cancelled?order=t',
}

/** Calls the API with a merchant's key, and shows whatever it answers. */
function caller(url: string) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: 'Bearer fsk_test_contract', 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>,
      headers: response.headers,
      text,
    }
  }
}

/** Flex as the sandbox plays it, called over HTTP as a merchant would. */
export async function openFlexSandbox(options: { dataDir?: string; apiKeys?: string[] } = {}) {
  const sandbox = await startSandbox({
    port: 0,
    dataDir: options.dataDir ?? null,
    ...(options.apiKeys && { apiKeys: options.apiKeys }),
  })
  const url = sandbox.urls.flex ?? ''
  const send = caller(url)
  const newProduct = async (name = 'Pen') => {
    const { body } = await send('POST', '/v1/products', { product: { name } })
    return z.object({ product: z.looseObject({ product_id: z.string() }) }).parse(body).product.product_id
  }
  const create = async (fields: object) => {
    const { body } = await send('POST', '/v1/checkout/sessions', { checkout_session: { ...SESSION_URLS, ...fields } })
    return z.object({ checkout_session: session }).parse(body).checkout_session
  }
  return {
    url,
    send,
    newProduct,
    create,
    /** A session over one line of two pens at $10. */
    newSession: async (fields: object = {}) => {
      const product = await newProduct()
      return create({ line_items: [{ price_data: { product, unit_amount: 1000 }, quantity: 2 }], ...fields })
    },
    read: async (id: string) =>
      z.object({ checkout_session: session }).parse((await send('GET', `/v1/checkout/sessions/${id}`)).body)
        .checkout_session,
    control: async (path: string, body: unknown = {}) => (await send('POST', `/_sandbox${path}`, body)).body,
    look: async (path: string) => (await send('GET', `/_sandbox${path}`)).body,
    switches: (values: object) => send('PATCH', '/_sandbox/switches', values),
    pay: (id: string, body: object = {}) => send('POST', `/_sandbox/sessions/${id}/pay`, body),
    fill: (id: string, fields: Record<string, string>) =>
      fetch(`${url}/pay/c/${id}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' }),
    refund: async (id: string, fields: object, headers: Record<string, string> = {}) => {
      const answer = await send('POST', `/v1/checkout/sessions/${id}/refund`, { checkout_session: fields }, headers)
      return { status: answer.status, body: answer.body, refunds: z.array(refund).parse(answer.body.refunds ?? []) }
    },
    register: async (hook: string, events: string[]) => {
      const { body } = await send('POST', '/v1/webhooks', { webhook: { url: hook, events } })
      return z.object({ webhook: z.looseObject({ webhook_id: z.string(), signing_secret: z.string() }) }).parse(body)
        .webhook
    },
    reset: () => send('POST', '/_sandbox/reset', { all: true }),
    stop: () => sandbox.stop(),
  }
}

export type FlexSandbox = Awaited<ReturnType<typeof openFlexSandbox>>

import { startSandbox } from '@/sandbox/server'

type Json = Record<string, unknown>

export const KEYS = { 'x-fngs-public-key': 'pub_contract', 'x-fngs-secret-key': 'sec_contract' }
export const RETURN_URL = 'http://shop.test/return/fungies?from=store'

/** A sandbox of its own, with its Fungies. */
export async function openFungies(dataDir: string | null = null) {
  const sandbox = await startSandbox({ port: 0, dataDir })
  return { ...callFungies(sandbox.urls.fungies ?? ''), stop: sandbox.stop }
}

/** The Fungies that the sandbox plays at an origin, as a stranger uses it over HTTP. */
export function callFungies(url: string) {
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = KEYS) =>
    fetch(url + path, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  /** What a call answers under `data`. */
  const api = async <Data = Json>(method: string, path: string, body?: unknown): Promise<Data> => {
    const answer = (await (await send(method, `/v0${path}`, body)).json()) as { status: string; data: Data }
    if (answer.status !== 'success') throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
    return answer.data
  }
  const control = async <Answer = Json>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await send(method, `/_sandbox${path}`, body)
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json() as Promise<Answer>
  }
  return {
    url,
    send,
    api,
    control,
    switches: (values: Json) => control('PATCH', '/switches', values),
    dashboard: (values: Json) => control('PATCH', '/dashboard', values),
    /** An offer of its own for an order, in an element. */
    async offerInElement(over: Json = {}, type = 'OneTimePayment') {
      const { product } = await api<{ product: { id: string } }>('POST', '/products/create', { name: 'Orders', type })
      const { offer } = await api<{ offer: { id: string } & Json }>('POST', '/offers/create', {
        productId: product.id,
        name: 'Order 1001',
        currency: 'USD',
        price: 1200,
        limit: 1,
        externalId: 'SHOP-1001',
        mutableQuantity: false,
        ...over,
      })
      const { checkoutElement } = await api<{ checkoutElement: { id: string } & Json }>(
        'POST',
        '/elements/checkout/create',
        { offersIds: [offer.id], name: '1001' },
      )
      return { product, offer, element: checkoutElement, path: `/checkout-element/${checkoutElement.id}` }
    },
    /** Fills in a store page and presses one of its buttons. */
    press: (path: string, action: string, fields: Record<string, string> = {}) =>
      fetch(url + path, {
        method: 'POST',
        body: new URLSearchParams({ email: 'ada@example.com', country: 'US', ...fields, action }),
        redirect: 'manual',
      }),
  }
}

export type Fungies = Awaited<ReturnType<typeof openFungies>>

import { Pocketsflow, PocketsflowError } from 'pocketsflow'
import { startSandbox } from '@/sandbox/server'
import { startListener } from './sandbox-listener'

const urls = { successUrl: 'http://shop.test/thank-you/t', cancelUrl: 'http://shop.test/checkout/cancelled' }

/** The sandbox, the provider's own SDK that talks to it, and somebody who listens for its webhooks. */
export async function openSdkWorld() {
  const sandbox = await startSandbox({ port: 0, dataDir: null })
  const listener = await startListener()
  const sdk = new Pocketsflow({ apiKey: 'pk_test_contract', baseUrl: sandbox.url })

  async function control(method: string, path: string, body?: unknown) {
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }

  async function sessionFor(
    price = 64.99,
    metadata: Record<string, string> = { external_order_id: '1043', nonce: 'n' },
  ) {
    const product = await sdk.products.create({ name: 'Pocketshop order 1043', price })
    const wish = { productId: product._id, ...urls, customerEmail: 'a@shop.test', metadata }
    return { product, session: await sdk.checkout.create(wish) }
  }

  return {
    sandbox,
    listener,
    sdk,
    control,
    sessionFor,
    change: (switches: Record<string, unknown>) => control('PATCH', '/switches', switches),
    paidOrder: async (price = 64.99) => {
      const { product, session } = await sessionFor(price)
      const paid = await control('POST', `/sessions/${session.id}/pay`, {})
      return { product, session, orderId: paid.body.order._id as string }
    },
    reset: async () => {
      await control('POST', '/reset', { all: true })
      listener.received.length = 0
    },
    stop: async () => {
      await sandbox.stop()
      listener.stop()
    },
  }
}

export type SdkWorld = Awaited<ReturnType<typeof openSdkWorld>>

/** The error of a call that has to fail. */
export async function failure(call: Promise<unknown>): Promise<PocketsflowError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof PocketsflowError)) throw new Error('the call should have failed')
  return error
}

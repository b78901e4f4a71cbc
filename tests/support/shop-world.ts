import { createHmac } from 'node:crypto'
import type { CheckoutContact } from '@/lib/checkout/model'
import type { CheckoutDeps } from '@/lib/checkout/start-checkout'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import type { PocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { startSandbox } from '@/sandbox/server'
import { pocketsflowAt } from './provider-ends/pocketsflow'
import { handClock, openShopSide, readOrder } from './shop-side'

export type SandboxOrder = { _id: string }

type LogEntry = { seq: number; kind: string; method: string; path: string; status: number | null; requestBody: string }

/** The shop's own code between a real database and the sandbox over real HTTP; only the clock is ours. */
export async function openShopWorld() {
  const sandbox = await startSandbox({ port: 0, dataDir: null })
  const end = pocketsflowAt(sandbox.url)
  const shop = await openShopSide([end], handClock())
  await end.tellFirst()
  const { control, apiKey, secret } = end
  const { settleDown } = shop
  const endpointUrl = shop.endpointUrls[0] ?? ''

  const sessionIdOf = (url: string) => url.split('/').at(-1) ?? ''
  const entries = async (kind: string) => {
    const { entries: all } = (await control('GET', '/log')) as { entries: LogEntry[] }
    return all.filter((entry) => entry.kind === kind)
  }
  const api = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${apiKey}` }
    const response = await fetch(`${sandbox.url}${path}`, { method, headers, body: JSON.stringify(body) ?? null })
    return response.json()
  }
  const sign = (rawBody: string | Buffer, key = secret) => createHmac('sha256', key).update(rawBody).digest('hex')
  const world = {
    ...shop,
    /** The gateway that the shop asks. */
    gateway: end.gateway,
    apiKey,
    secret,
    sandboxUrl: sandbox.url,
    endpointUrl,
    control,
    order: readOrder,
    sign,
    /** A call to the provider as the shop's key may make it. */
    api,
    /** Calls that the provider heard since the last reset: `POST /checkout/sessions`. */
    calls: async () => (await entries('api')).map(({ method, path }) => `${method} ${path.split('?')[0]}`),
    callBodies: async (call: string) =>
      (await entries('api'))
        .filter(({ method, path }) => `${method} ${path}` === call)
        .map(({ requestBody }) => JSON.parse(requestBody) as Record<string, unknown>),
    /** The newest webhook body that the provider sent, byte for byte. */
    lastBody: async () => (await entries('webhook')).at(-1)?.requestBody ?? '',
    /** Delivers bytes to the shop's real handler; signed unless headers say otherwise. */
    deliver: async (rawBody: string | Buffer, headers: Record<string, string> = {}) => {
      const signed = { 'content-type': 'application/json', 'x-pocketsflow-signature': sign(rawBody), ...headers }
      const body = typeof rawBody === 'string' ? rawBody : new Uint8Array(rawBody)
      const response = await fetch(endpointUrl, { method: 'POST', headers: signed, body })
      await settleDown()
      return response.status
    },
    /** The same gateway, for a test that watches or bends one of its calls. */
    serveWith: (bent: Partial<PaymentGateway>) => shop.serve({ ...end.gateway, ...bent } as PocketsflowGateway),
    switches: end.switches,
    checkout: (
      cartToken: string,
      facts: Partial<CheckoutContact> = {},
      { provider = 'pocketsflow', ...deps }: Partial<CheckoutDeps> & { provider?: ProviderId } = {},
    ) => shop.startCheckout(cartToken, { provider, facts, ...deps }),
    /** Pays without a browser; returns once the sandbox has delivered and the shop's afterwork is done. */
    pay: async (url: string, payer: Record<string, unknown> = {}) => {
      const paid = (await control('POST', `/sessions/${sessionIdOf(url)}/pay`, payer)) as { order: SandboxOrder }
      await settleDown()
      return paid.order._id
    },
    reset: async () => {
      shop.serve(end.gateway)
      await control('POST', '/reset', {})
      await end.tellFirst()
    },
    stop: async () => {
      await shop.close()
      await sandbox.stop()
    },
  }
  return world
}

export type ShopWorld = Awaited<ReturnType<typeof openShopWorld>>

import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import type { Delivery } from '@/lib/payments/contract/events'
import type { ProviderFacts } from '@/lib/payments/contract/surroundings'
import { createFungiesGateway, type FungiesGateway } from '@/lib/payments/fungies/gateway'
import { openFungies } from './fungies-sandbox-world'
import { granted, notNoted, orderRequest, type ProviderWorld } from './provider-world'
import { startListener } from './sandbox-listener'

const secret = 'a secret the merchant chose'
export const keys = { publicKey: 'pub_contract', secretKey: 'sec_contract' }

/** What the database keeps elsewhere. */
export function factsInMemory(): ProviderFacts & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    read: async (name) => kept.get(name) ?? null,
    keep: async (name, value) => void kept.set(name, value),
    readMany: async (names) => new Map(names.flatMap((name) => (kept.has(name) ? [[name, kept.get(name) ?? '']] : []))),
    keepMany: async (facts) => {
      for (const [name, value] of facts) kept.set(name, value)
    },
  }
}

type GatewayOptions = { timeoutMs?: number; mode?: 'test' | 'live'; secretKey?: string }

export type FungiesWorld = Omit<ProviderWorld, 'gateway' | 'gatewayWith'> & {
  gateway: FungiesGateway
  gatewayWith(options: GatewayOptions): FungiesGateway
  sandbox: Awaited<ReturnType<typeof openFungies>>
  facts: ReturnType<typeof factsInMemory>
  /** Methods and paths that the API was called with since the last reset. */
  calls(): Promise<string[]>
}

type Sale = { order: { _id: string } }

/** The sandbox with its dashboard set as a merchant would, and the real adapter before it. */
export async function openFungiesWorld(): Promise<FungiesWorld> {
  const sandbox = await openFungies()
  const listener = await startListener()
  const facts = factsInMemory()
  const gatewayWith = ({ timeoutMs = 5_000, mode = 'test', secretKey = keys.secretKey }: GatewayOptions = {}) =>
    createFungiesGateway({
      ...keys,
      secretKey,
      apiUrl: sandbox.url,
      storeUrl: sandbox.url,
      mode,
      names: { product: 'Pocketshop orders', order: (number) => `Pocketshop order ${number}` },
      facts,
      webhookSecrets: ['the next secret', secret],
      timeoutMs,
    })
  const setUp = async () => {
    await sandbox.dashboard({
      redirectUrl: 'http://shop.test/return/fungies',
      webhook: { url: listener.url, secret },
    })
    await sandbox.switches({ webhook_timing: 'before_redirect' })
  }
  await setUp()
  return {
    sandbox,
    facts,
    secrets: [...Object.values(keys), secret],
    gateway: gatewayWith(),
    gatewayWith,
    fault: async (kind) => void (await sandbox.switches({ api_fault: kind })),
    pay: async (elementId) => {
      const { order } = await sandbox.control<Sale>('POST', `/elements/${elementId}/pay`)
      return { providerOrderId: order._id }
    },
    lastDelivery: async (): Promise<Delivery> => {
      await listener.arrived(1)
      const { body = '', headers = {} } = listener.received.at(-1) ?? {}
      return { rawBody: Buffer.from(body), headers: new Headers(headers as Record<string, string>) }
    },
    calls: async () => {
      const { entries } = await sandbox.control<{ entries: { kind: string; method: string; path: string }[] }>(
        'GET',
        '/log',
      )
      return entries
        .filter(({ kind }) => kind === 'api')
        .map(({ method, path }) => `${method} ${path.split('?')[0]}`.replace('/v0', ''))
    },
    reset: async () => {
      await sandbox.control('POST', '/reset', { all: true })
      await setUp()
      facts.kept.clear()
      listener.received.length = 0
    },
    stop: async () => {
      listener.stop()
      await sandbox.stop()
    },
  }
}

/** An order whose page was opened. */
export async function openOrder(world: FungiesWorld, over: Partial<CheckoutRequest> = {}) {
  const request = orderRequest(over)
  return { request, opened: granted(await world.gateway.createCheckout(request, notNoted)) }
}

/** An order that was paid on its page. */
export async function buyOrder(world: FungiesWorld, over: Partial<CheckoutRequest> = {}) {
  const one = await openOrder(world, over)
  return { ...one, ...(await world.pay(one.opened.sessionId)) }
}

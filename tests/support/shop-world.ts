import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { CheckoutContact } from '@/lib/checkout/model'
import { type CheckoutDeps, startCheckout } from '@/lib/checkout/start-checkout'
import type { Clock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { createPocketsflowGateway, type PocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { sweepPayments } from '@/lib/reconciliation/sweep'
import { newToken } from '@/lib/shared/token'
import { answerWebhook } from '@/lib/webhooks/answer-webhook'
import { processDueEvents } from '@/lib/webhooks/process-inbox'
import { startSandbox } from '@/sandbox/server'
import { testAddress, testNow } from './factories'

const apiKey = 'pk_test_shop_world'

/** A clock that tests move by hand. */
export function handClock(start = testNow): Clock & { forwardMs(ms: number): void } {
  let now = start
  return {
    now: () => now,
    forwardMs: (ms) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

export const contact = (facts: Partial<CheckoutContact> = {}): CheckoutContact => ({
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  address: testAddress,
  discountCode: null,
  ...facts,
})

export type SandboxOrder = { _id: string }

type LogEntry = { seq: number; kind: string; method: string; path: string; status: number | null; requestBody: string }

type World = { gateway: PocketsflowGateway; clock: ReturnType<typeof handClock>; afterwork: Promise<void>[] }

/** The shop's webhook endpoint in this process; what it does after an answer is kept in `afterwork`. */
export function serveWebhooks(world: Pick<World, 'clock' | 'afterwork'> & { gateway: PaymentGateway }) {
  const server = createServer(async (incoming, outgoing) => {
    const request = new Request('http://shop.test/api/webhooks/pocketsflow', {
      method: 'POST',
      headers: incoming.headers as Record<string, string>,
      body: Readable.toWeb(incoming) as ReadableStream,
      duplex: 'half',
    } as RequestInit)
    const { gateway, clock } = world
    const afterAnswer = (work: () => Promise<void>) => void world.afterwork.push(work())
    const response = await answerWebhook(request, { gateway, clock, afterAnswer })
    outgoing.writeHead(response.status).end(await response.text())
  })
  return new Promise<{ url: string; close: () => void }>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      resolve({ url: `http://127.0.0.1:${port}/`, close: () => server.close() })
    }),
  )
}

/** The shop's own code between a real database and the sandbox over real HTTP; only the clock is ours. */
export async function openShopWorld() {
  const sandbox = await startSandbox({ port: 0, dataDir: null })
  const control = async (method: string, path: string, body?: unknown) => {
    const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, init)
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const secret = 'whsec_shop_world'
  const gateway = createPocketsflowGateway({ apiKey, apiUrl: sandbox.url, webhookSecrets: [secret], timeoutMs: 3_000 })
  const world: World = { gateway, clock: handClock(), afterwork: [] }
  const endpoint = await serveWebhooks(world)
  const register = () =>
    fetch(`${sandbox.url}/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        url: endpoint.url,
        events: ['order.completed', 'order.refunded', 'payment_intent.payment_failed'],
        secret,
      }),
    })
  await register()
  // Delivered before the payment's answer, so that a test sees the end of it.
  const tellFirst = () => control('PATCH', '/switches', { webhook_timing: 'before_redirect' })
  await tellFirst()

  const gatewayOf = (id: ProviderId) => (id === world.gateway.id ? world.gateway : null)
  const sessionIdOf = (url: string) => url.split('/').at(-1) ?? ''
  const settleDown = async () => {
    await Promise.all(world.afterwork.splice(0))
  }
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
  return {
    ...world,
    apiKey,
    secret,
    sandboxUrl: sandbox.url,
    endpointUrl: endpoint.url,
    control,
    settleDown,
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
      const response = await fetch(endpoint.url, { method: 'POST', headers: signed, body })
      await settleDown()
      return response.status
    },
    /** The one provider of this world; the shop knows more. */
    gatewayOf,
    /** The same gateway, for a test that watches or bends one of its calls. */
    serveWith: (bent: Partial<PaymentGateway>) => void Object.assign(world, { gateway: { ...gateway, ...bent } }),
    switches: (values: Record<string, unknown>) => control('PATCH', '/switches', values),
    checkout: (
      cartToken: string,
      facts: Partial<CheckoutContact> = {},
      { provider = 'pocketsflow', ...deps }: Partial<CheckoutDeps> & { provider?: ProviderId } = {},
    ) =>
      startCheckout(
        { cartToken, buyerToken: newToken(), provider, contact: contact(facts), clock: world.clock },
        { gateway: () => world.gateway, elsewhere: () => null, timeoutMs: 6_000, ...deps },
      ),
    /** Pays without a browser; returns once the sandbox has delivered and the shop's afterwork is done. */
    pay: async (url: string, payer: Record<string, unknown> = {}) => {
      const paid = (await control('POST', `/sessions/${sessionIdOf(url)}/pay`, payer)) as { order: SandboxOrder }
      await settleDown()
      return paid.order._id
    },
    workInbox: async () => processDueEvents({ clock: world.clock, gateway: () => world.gateway }),
    /** One sweep; where it would wait for calls to be allowed, the clock goes on. */
    sweep: () => {
      const wait = async (ms: number) => {
        world.clock.forwardMs(ms)
        return true
      }
      return sweepPayments({ clock: world.clock, gateway: gatewayOf, wait })
    },
    order: (number: string) =>
      prisma().order.findUniqueOrThrow({
        where: { number: Number(number) },
        include: {
          lines: true,
          attempts: true,
          payments: true,
          timeline: { orderBy: { id: 'asc' } },
          mails: true,
          orderProducts: true,
        },
      }),
    events: () => prisma().webhookEvent.findMany({ orderBy: { id: 'asc' } }),
    reset: async () => {
      world.gateway = gateway
      await control('POST', '/reset', {})
      await tellFirst()
    },
    stop: async () => {
      endpoint.close()
      await settleDown()
      await sandbox.stop()
    },
  }
}

export type ShopWorld = Awaited<ReturnType<typeof openShopWorld>>

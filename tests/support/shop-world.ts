import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { CheckoutContact } from '@/lib/checkout/model'
import { startCheckout } from '@/lib/checkout/start-checkout'
import type { Clock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
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

type World = { gateway: PaymentGateway; clock: ReturnType<typeof handClock>; afterwork: Promise<void>[] }

function serveWebhooks(world: World) {
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

  const sessionIdOf = (url: string) => url.split('/').at(-1) ?? ''
  const settleDown = async () => {
    await Promise.all(world.afterwork.splice(0))
  }
  const deliveries = async () => {
    const { entries } = (await control('GET', '/log')) as { entries: { kind: string }[] }
    return entries.filter(({ kind }) => kind === 'webhook').length
  }
  return {
    ...world,
    apiKey,
    secret,
    sandboxUrl: sandbox.url,
    endpointUrl: endpoint.url,
    control,
    deliveries,
    settleDown,
    switches: (values: Record<string, unknown>) => control('PATCH', '/switches', values),
    checkout: (cartToken: string, facts: Partial<CheckoutContact> = {}, buyerToken = newToken()) =>
      startCheckout(
        { cartToken, buyerToken, provider: 'pocketsflow', contact: contact(facts), clock: world.clock },
        { gateway: () => gateway, timeoutMs: 6_000 },
      ),
    /** Pays without a browser; returns once the sandbox has delivered and the shop's afterwork is done. */
    pay: async (url: string, payer: Record<string, unknown> = {}) => {
      const paid = (await control('POST', `/sessions/${sessionIdOf(url)}/pay`, payer)) as { order: SandboxOrder }
      await settleDown()
      return paid.order._id
    },
    workInbox: async () => processDueEvents({ clock: world.clock, gateway: () => gateway }),
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

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { CheckoutContact } from '@/lib/checkout/model'
import { type CheckoutDeps, startCheckout } from '@/lib/checkout/start-checkout'
import type { Clock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { sweepPayments } from '@/lib/reconciliation/sweep'
import { newToken } from '@/lib/shared/token'
import { answerWebhook } from '@/lib/webhooks/answer-webhook'
import { processDueEvents } from '@/lib/webhooks/process-inbox'
import { testAddress, testNow } from './factories'

/** What every shop world has of the shop's own, whichever providers stand at its far end. */

export type HandClock = Clock & { forwardMs(ms: number): void }

/** A clock that tests move by hand. */
export function handClock(start = testNow): HandClock {
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

/** A provider at the far end: its gateway, and how a merchant tells it where webhooks go. */
export type ProviderEnd = { gateway: PaymentGateway; connect(webhookUrl: string): Promise<unknown> }

type Serving = { clock: Clock; afterwork: Promise<void>[]; gateway: () => PaymentGateway }

/** The shop's webhook endpoint in this process; what it does after an answer is kept in `afterwork`. */
function serveWebhooks({ clock, afterwork, gateway }: Serving) {
  // A kept connection that ends just when a delivery is sent on it would look like an endpoint that does not answer.
  const server = createServer({ keepAliveTimeout: 0 }, async (incoming, outgoing) => {
    const request = new Request('http://shop.test/api/webhooks', {
      method: 'POST',
      headers: incoming.headers as Record<string, string>,
      body: Readable.toWeb(incoming) as ReadableStream,
      duplex: 'half',
    } as RequestInit)
    const afterAnswer = (work: () => Promise<void>) => void afterwork.push(work())
    const response = await answerWebhook(request, { gateway: gateway(), clock, afterAnswer })
    outgoing.writeHead(response.status).end(await response.text())
  })
  return new Promise<{ url: string; close: () => void }>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      resolve({ url: `http://127.0.0.1:${port}/`, close: () => server.close() })
    }),
  )
}

type Checkout = Partial<CheckoutDeps> & { provider: ProviderId; buyerToken?: string; facts?: Partial<CheckoutContact> }

/** Reads an order with all that hangs on it, oldest first. */
export const readOrder = (number: string) =>
  prisma().order.findUniqueOrThrow({
    where: { number: Number(number) },
    include: {
      lines: { orderBy: { position: 'asc' } },
      attempts: { orderBy: { number: 'asc' } },
      payments: { orderBy: { id: 'asc' } },
      refunds: { orderBy: { id: 'asc' } },
      timeline: { orderBy: { id: 'asc' } },
      mails: true,
      orderProducts: true,
    },
  })

/** The shop's own code in this process, one webhook endpoint for each provider that is connected to it. */
export async function openShopSide(ends: readonly ProviderEnd[], clock: HandClock) {
  const gateways = new Map(ends.map(({ gateway }) => [gateway.id, gateway]))
  const gatewayOf = (id: ProviderId) => gateways.get(id) ?? null
  const afterwork: Promise<void>[] = []
  const endpoints = await Promise.all(
    ends.map(async (end) => {
      const gateway = () => gatewayOf(end.gateway.id) ?? end.gateway
      const endpoint = await serveWebhooks({ clock, afterwork, gateway })
      await end.connect(endpoint.url)
      return endpoint
    }),
  )
  const settleDown = async () => void (await Promise.all(afterwork.splice(0)))
  const idOf = async (number: string) =>
    (await prisma().order.findUniqueOrThrow({ where: { number: Number(number) } })).id
  return {
    clock,
    afterwork,
    endpointUrls: endpoints.map(({ url }) => url),
    gatewayOf,
    /** From now on the shop asks this gateway where it asked the one of the same provider. */
    serve: (gateway: PaymentGateway) => void gateways.set(gateway.id, gateway),
    settleDown,
    idOf,
    startCheckout: (cartToken: string, { provider, buyerToken = newToken(), facts, ...deps }: Checkout) =>
      startCheckout(
        { cartToken, buyerToken, provider, contact: contact(facts), clock },
        { gateway: gatewayOf, elsewhere: gatewayOf, timeoutMs: 6_000, ...deps },
      ),
    checkWaiting: async (number: string) =>
      checkWaitingOrders({ orderId: await idOf(number), clock }, { gateway: gatewayOf }),
    workInbox: () => processDueEvents({ clock, gateway: gatewayOf }),
    /** One sweep; where it would wait for calls to be allowed, the clock goes on. */
    sweep: () => {
      const wait = async (ms: number) => {
        clock.forwardMs(ms)
        return true
      }
      return sweepPayments({ clock, gateway: gatewayOf, wait })
    },
    events: () => prisma().webhookEvent.findMany({ orderBy: { id: 'asc' } }),
    close: async () => {
      for (const endpoint of endpoints) endpoint.close()
      await settleDown()
    },
  }
}

import { startCheckout } from '@/lib/checkout/start-checkout'
import { prisma } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { createFungiesGateway } from '@/lib/payments/fungies/gateway'
import { providerFacts } from '@/lib/payments/provider-facts'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { recheckOrder } from '@/lib/reconciliation/recheck-order'
import { settleReturn } from '@/lib/reconciliation/settle-return'
import { sweepPayments } from '@/lib/reconciliation/sweep'
import { newToken } from '@/lib/shared/token'
import { processDueEvents } from '@/lib/webhooks/process-inbox'
import { openFungies } from '../contract/fungies-sandbox-world'
import { contact, handClock, serveWebhooks } from './shop-world'
import { fillCart } from './shopping'

const secret = 'a secret the merchant chose'

type Sale = { order: { _id: string; number: string }; redirectUrl: string }

/** The shop's own code between a real database and Fungies as the sandbox plays it; its clock begins with the real one. */
export async function openFungiesShopWorld() {
  const sandbox = await openFungies()
  const { control, switches } = sandbox
  const gateway = createFungiesGateway({
    publicKey: 'pub_shop_world',
    secretKey: 'sec_shop_world',
    apiUrl: sandbox.url,
    storeUrl: sandbox.url,
    mode: 'test',
    names: { product: 'Pocketshop orders', order: (number) => `Pocketshop order ${number}` },
    facts: providerFacts({ provider: 'fungies', mode: 'test' }),
    webhookSecrets: [secret],
    timeoutMs: 3_000,
  })
  const world = { gateway, clock: handClock(new Date()), afterwork: [] as Promise<void>[] }
  const endpoint = await serveWebhooks(world)
  const setUp = async () => {
    await sandbox.dashboard({
      redirectUrl: 'http://shop.test/return/fungies',
      webhook: { url: endpoint.url, secret },
    })
    await switches({ webhook_timing: 'before_redirect' })
  }
  await setUp()

  const { clock } = world
  const gatewayOf = (id: ProviderId) => (id === 'fungies' ? gateway : null)
  const settleDown = async () => void (await Promise.all(world.afterwork.splice(0)))
  const idOf = async (number: string) => {
    const { id } = await prisma().order.findUniqueOrThrow({ where: { number: Number(number) } })
    return id
  }
  const checkOut = async (cartToken: string, buyerToken = newToken()) => {
    const input = { cartToken, buyerToken, provider: 'fungies' as const, contact: contact(), clock }
    const started = await startCheckout(input, { gateway: gatewayOf, elsewhere: gatewayOf, timeoutMs: 6_000 })
    if (!started.ok) throw new Error(started.error.code)
    return { ...started.value, buyerToken }
  }
  const elementOf = (url: string) => new URL(url).pathname.split('/').at(-1) ?? ''
  return {
    ...sandbox,
    clock,
    settleDown,
    checkOut,
    /** A cart taken to its store page by one browser. */
    buy: async (facts: Parameters<typeof fillCart>[0] = {}, buyerToken = newToken()) => {
      const cart = await fillCart(facts)
      return { ...cart, ...(await checkOut(cart.token, buyerToken)) }
    },
    gatewayOf,
    /** Pays without a browser; returns once the sandbox has delivered and the shop's afterwork is done. */
    pay: async (url: string) => {
      const { order } = await control<Sale>('POST', `/elements/${elementOf(url)}/pay`)
      await settleDown()
      return order._id
    },
    decline: async (url: string) => {
      await control('POST', `/elements/${elementOf(url)}/decline`)
      await settleDown()
    },
    refund: async (providerOrderId: string, amountMinor?: number) => {
      await control('POST', `/orders/${providerOrderId}/refund`, { amountMinor })
      await settleDown()
    },
    /** Sends an event of an order again. */
    deliver: async (providerOrderId: string, how: Record<string, unknown> = {}) => {
      const { deliveries } = await control<{ deliveries: { status: number }[] }>(
        'POST',
        `/orders/${providerOrderId}/deliver`,
        how,
      )
      await settleDown()
      return deliveries.map(({ status }) => status)
    },
    comeBack: (providerOrderId: string | null, buyerToken: string | null) =>
      settleReturn({ provider: 'fungies', providerOrderId, buyerToken, clock }, { gateway: gatewayOf }),
    checkWaiting: async (number: string) =>
      checkWaitingOrders({ orderId: await idOf(number), clock }, { gateway: gatewayOf }),
    recheck: async (number: string) =>
      recheckOrder({ orderId: await idOf(number), actor: 'system', clock }, { gateway: gatewayOf }),
    workInbox: () => processDueEvents({ clock, gateway: gatewayOf }),
    sweep: () => {
      const wait = async (ms: number) => {
        clock.forwardMs(ms)
        return true
      }
      return sweepPayments({ clock, gateway: gatewayOf, wait })
    },
    order: (number: string) =>
      prisma().order.findUniqueOrThrow({
        where: { number: Number(number) },
        include: {
          attempts: { orderBy: { number: 'asc' } },
          payments: { orderBy: { id: 'asc' } },
          refunds: { orderBy: { id: 'asc' } },
          timeline: { orderBy: { id: 'asc' } },
          orderProducts: true,
        },
      }),
    events: () => prisma().webhookEvent.findMany({ orderBy: { id: 'asc' } }),
    reset: async () => {
      await control('POST', '/reset', { all: true })
      await setUp()
      await prisma().providerFact.deleteMany()
      await prisma().sharedPacing.deleteMany()
      await prisma().sweepRun.deleteMany()
    },
    stop: async () => {
      endpoint.close()
      await settleDown()
      await sandbox.stop()
    },
  }
}

export type FungiesShopWorld = Awaited<ReturnType<typeof openFungiesShopWorld>>

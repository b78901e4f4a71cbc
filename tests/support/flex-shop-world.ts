import { followReturn } from '@/lib/checkout/follow-return'
import type { CheckoutContact } from '@/lib/checkout/model'
import { payAgain } from '@/lib/checkout/pay-again'
import { startCheckout } from '@/lib/checkout/start-checkout'
import { prisma } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { createFlexGateway } from '@/lib/payments/flex/gateway'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { sweepPayments } from '@/lib/reconciliation/sweep'
import type { RefundWish } from '@/lib/refunds/model'
import { requestRefund } from '@/lib/refunds/request-refund'
import { resolveRefunds } from '@/lib/refunds/resolve-unknown'
import { newToken } from '@/lib/shared/token'
import { processDueEvents } from '@/lib/webhooks/process-inbox'
import { startSandbox } from '@/sandbox/server'
import { makeMerchant } from './merchants'
import { contact, handClock, serveWebhooks } from './shop-world'
import { fillCart } from './shopping'

const apiKey = 'fsk_test_shop_world'
const events = [
  'checkout.session.completed',
  'refund.updated',
  'payment_intent.succeeded',
  'charge.dispute.created',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'invoice.paid',
  'invoice.payment_failed',
]

type Started = Awaited<ReturnType<typeof startCheckout>>

/** The shop's own code between a real database and Flex as the sandbox plays it; its clock begins with the real one. */
export async function openFlexShopWorld() {
  const sandbox = await startSandbox({ port: 0, dataDir: null })
  const url = sandbox.urls.flex ?? ''
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${apiKey}` }
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const control = (path: string, body: unknown = {}) => call('POST', `/_sandbox${path}`, body)
  const switches = (values: Record<string, unknown>) => call('PATCH', '/_sandbox/switches', values)
  const secrets: string[] = []
  const gateway = createFlexGateway({ apiKey, apiUrl: url, webhookSecrets: () => secrets, timeoutMs: 3_000 })
  const world = { gateway, clock: handClock(new Date()), afterwork: [] as Promise<void>[] }
  const endpoint = await serveWebhooks(world)
  const registered = await call('POST', '/v1/webhooks', { webhook: { url: endpoint.url, events } })
  secrets.push(registered.webhook.signing_secret)
  const tellFirst = () => switches({ webhook_timing: 'before_redirect' })
  await tellFirst()

  const { clock } = world
  const gatewayOf = (id: ProviderId) => (id === 'flex' ? gateway : null)
  const settleDown = async () => void (await Promise.all(world.afterwork.splice(0)))
  const granted = (started: Started) => {
    if (!started.ok) throw new Error(started.error.code)
    return { ...started.value, sessionId: started.value.url.split('/').at(-1) ?? '' }
  }
  const checkout = async (cartToken: string, facts: Partial<CheckoutContact> = {}) => {
    const input = { cartToken, buyerToken: newToken(), provider: 'flex' as const, contact: contact(facts), clock }
    return startCheckout(input, { gateway: gatewayOf, elsewhere: gatewayOf, timeoutMs: 6_000 })
  }
  let merchantId: number | null = null
  return {
    gateway,
    clock,
    call,
    control,
    switches,
    settleDown,
    /** A cart of two things taken to its page. */
    buy: async (facts: Parameters<typeof fillCart>[0] = {}) => {
      const cart = await fillCart({ quantity: 2, ...facts })
      return { ...cart, ...granted(await checkout(cart.token)) }
    },
    checkOut: async (cartToken: string, facts: Partial<CheckoutContact> = {}) =>
      granted(await checkout(cartToken, facts)),
    checkout,
    /** Pays without a browser; returns once the sandbox has delivered and the shop's afterwork is done. */
    pay: async (sessionId: string, payer: Record<string, unknown> = {}) => {
      await control(`/sessions/${sessionId}/pay`, payer)
      await settleDown()
    },
    /** The shopper comes back with this session in the address. */
    comeBack: async (orderNumber: string, sessionId: string) => {
      const { id } = await prisma().order.findUniqueOrThrow({ where: { number: Number(orderNumber) } })
      return followReturn({ orderId: id, sessionId, clock }, { gateway: gatewayOf })
    },
    payAgain: async (orderNumber: string) => {
      const { id } = await prisma().order.findUniqueOrThrow({ where: { number: Number(orderNumber) } })
      return payAgain({ orderId: id, gateway: gatewayOf, elsewhere: gatewayOf, clock, timeoutMs: 6_000 })
    },
    checkWaiting: async (orderNumber: string) => {
      const { id } = await prisma().order.findUniqueOrThrow({ where: { number: Number(orderNumber) } })
      await checkWaitingOrders({ orderId: id, clock }, { gateway: gatewayOf })
    },
    refund: async (orderId: number, wish: RefundWish) => {
      merchantId ??= (await makeMerchant()).id
      const input = { orderId, merchantId, wish, restock: false, reason: 'Came broken.', requestKey: newToken(), clock }
      return requestRefund(input, { gateway: gatewayOf })
    },
    workRefunds: () => resolveRefunds({ clock, gateway: gatewayOf }),
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
          lines: { orderBy: { position: 'asc' } },
          attempts: { orderBy: { number: 'asc' } },
          payments: { orderBy: { id: 'asc' } },
          refunds: { orderBy: { id: 'asc' } },
          timeline: { orderBy: { id: 'asc' } },
        },
      }),
    events: () => prisma().webhookEvent.findMany({ orderBy: { id: 'asc' } }),
    reset: async () => {
      await control('/reset')
      await tellFirst()
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

export type FlexShopWorld = Awaited<ReturnType<typeof openFlexShopWorld>>

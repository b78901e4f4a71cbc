import { setImmediate as nextTurn } from 'node:timers/promises'
import { attemptLeaseMs } from '@/lib/checkout/attempt'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { RefundCapability } from '@/lib/payments/contract/refunds'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { type Book, leftOf, noteBack, noteGoing } from '../book'
import type { ModelWorld } from '../world'

/** Where a process may end: at the second reading of an event, or in one of its calls to the provider. */
export type Point = 'settling' | 'asking' | 'opening' | 'sending_refund' | 'reading_refund'

/** A promise for what a killed process never came to. */
const never = new Promise<never>(() => undefined)

type Create = RefundCapability['create']

/** Sends back at the provider, and notes it the moment the provider has done it. */
const notingRefunds =
  (book: Book, create: Create): Create =>
  async (wish) => {
    const { providerOrderId: moneyId, currency } = wish
    const made = await create(wish)
    // Only on purpose is an answer lost here: what was not refused was made.
    if (!made.ok && made.error.ambiguous) noteBack(book, moneyId, wish.amountMinor ?? leftOf(book, moneyId))
    if (!made.ok) return made
    const { state, providerRefundId: refundId } = made.value
    const amountMinor = made.value.amountIn(currency) ?? 0
    if (state === 'completed') noteBack(book, moneyId, amountMinor)
    if (state === 'pending') noteGoing(book, { refundId, moneyId, amountMinor })
    return made
  }

const withRefunds = (gateway: PaymentGateway, wrap: (create: Create) => Create): PaymentGateway =>
  gateway.refunds ? { ...gateway, refunds: { ...gateway.refunds, create: wrap(gateway.refunds.create) } } : gateway

/** The same gateway in a process that ends when it comes to `point`. */
function dyingAt(point: Point, gateway: PaymentGateway, die: () => Promise<never>): PaymentGateway {
  let understood = 0
  switch (point) {
    case 'settling':
      return {
        ...gateway,
        // The first reading is the one before the event is stored.
        understand: (delivery) => {
          understood += 1
          if (understood > 1) throw new Error('the process ended here')
          return gateway.understand(delivery)
        },
      }
    case 'asking':
      return { ...gateway, lookUpPayment: die }
    case 'opening':
      return { ...gateway, createCheckout: (...asked) => gateway.createCheckout(...asked).then(die) }
    case 'sending_refund':
      return withRefunds(gateway, () => die)
    case 'reading_refund':
      return withRefunds(gateway, (create) => (wish) => create(wish).then(die))
  }
}

/** The gateways as the shop of one history has them. */
export function serveGateways(world: ModelWorld, book: Book) {
  const usual = world.all.map(({ gateway }) => withRefunds(gateway, (create) => notingRefunds(book, create)))
  const serve = (gateways: readonly PaymentGateway[]) => gateways.forEach(world.serve)
  serve(usual)
  return {
    gateway: (id: ProviderId) => {
      const gateway = world.gatewayOf(id)
      if (!gateway) throw new Error(`${id} is not of this world`)
      return gateway
    },
    /** The process ends at a named point of its work; what it had begun nobody goes on with. */
    async dieWhile(point: Point, work: () => Promise<unknown>) {
      const reached = Promise.withResolvers<void>()
      const die = () => {
        reached.resolve()
        return never
      }
      serve(usual.map((gateway) => dyingAt(point, gateway, die)))
      await Promise.race([work(), reached.promise])
      await nextTurn()
      world.afterwork.length = 0
      // What it was at work on counts as lost before anybody else takes it up.
      if (point === 'opening') world.clock.forwardMs(attemptLeaseMs + 1_000)
      serve(usual)
    },
  }
}

export type Gateways = ReturnType<typeof serveGateways>

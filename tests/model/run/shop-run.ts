import { setImmediate as nextTurn } from 'node:timers/promises'
import { payNextLine } from '@/lib/checkout/pay-next-line'
import { closeDatabase, prisma } from '@/lib/db'
import { sealLedger } from '@/lib/ledger/seal-ledger'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { releaseLapsedHolds } from '@/lib/orders/release-holds'
import type { RefundCapability } from '@/lib/payments/contract/refunds'
import type { PaymentGateway } from '@/lib/payments/gateway'
import type { PocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { tidyOrderProducts } from '@/lib/reconciliation/tidy-products'
import type { RefundWish } from '@/lib/refunds/model'
import { requestRefund } from '@/lib/refunds/request-refund'
import { newToken } from '@/lib/shared/token'
import { makeCart, makeProduct } from '@/tests/support/factories'
import { workRefunds } from '@/tests/support/refunds'
import type { ShopWorld } from '@/tests/support/shop-world'
import {
  type Book,
  type Bought,
  type Going,
  leftOf,
  noteBack,
  noteEnded,
  noteGoing,
  noteOrder,
  notePaid,
  type Page,
  type Shelf,
} from './book'

/** A promise for what a killed process never came to. */
const never = new Promise<never>(() => undefined)

type Line = { shelf: Shelf; quantity: number }
/** What becomes of a refund at the provider; `lost` = it is made, and its answer never arrives. */
export type RefundEnd = 'completed' | 'pending' | 'failed' | 'lost'
type Bend = Partial<Omit<PaymentGateway, 'refunds'>> & { createRefund?: RefundCapability['create'] }

/** One run of the model test: the real shop with everything that can happen to it, noted in the model's book. */
export function startRun(world: ShopWorld, book: Book, merchantId: number) {
  const { refunds } = world.gateway
  if (!refunds) throw new Error('the gateway cannot refund')
  const gateway = () => current
  let current: PocketsflowGateway = world.gateway

  /** Sends back at the provider, and notes it the moment the provider has done it. */
  const createRefund: RefundCapability['create'] = async (wish) => {
    const { providerOrderId: moneyId, currency } = wish
    const made = await refunds.create(wish)
    // Only on purpose is an answer lost here: what was not refused was made.
    if (!made.ok && made.error.ambiguous) noteBack(book, moneyId, wish.amountMinor ?? leftOf(book, moneyId))
    if (!made.ok) return made
    const { state, providerRefundId: refundId } = made.value
    const amountMinor = made.value.amountIn(currency) ?? 0
    if (state === 'completed') noteBack(book, moneyId, amountMinor)
    if (state === 'pending') noteGoing(book, { refundId, moneyId, amountMinor })
    return made
  }
  const bend = ({ createRefund: create = createRefund, ...bent }: Bend) => {
    const all = { ...bent, refunds: { ...refunds, create } }
    current = { ...world.gateway, ...all }
    world.serveWith(all)
  }
  bend({})

  const inbox = async (answers: { deliveries: { status: number | null }[] }, isForged = false) => {
    for (const { status } of answers.deliveries) {
      if (isForged) book.forgedDeliveries += 1
      if (status !== (isForged ? 400 : 200)) throw new Error(`a delivery was answered ${status}`)
      if (!isForged) book.acceptedDeliveries += 1
    }
  }
  const deliver = async (moneyId: string, how: Record<string, unknown> = {}) =>
    inbox(await world.control('POST', `/orders/${moneyId}/deliver`, how), how.forged !== undefined)

  /** What the provider's own page refuses is no error: nobody paid. */
  const attempt = (path: string, body: unknown) =>
    world.control('POST', path, body).catch((error: Error) => {
      if (/: (4\d\d) /.test(error.message)) return null
      throw error
    })

  const shelfOf = (variantId: number) => {
    const shelf = book.shelves.find((one) => one.variantId === variantId)
    if (!shelf) throw new Error('the order has a variant that is not on the shelves')
    return shelf
  }
  const attemptOf = (url: string) => prisma().attempt.findFirstOrThrow({ where: { url }, include: { line: true } })
  /** What a page should ask for follows from what was put into the cart. */
  const readPage = async (url: string, lines: readonly Line[]): Promise<Page> => {
    const variantId = (await attemptOf(url)).line?.variantId ?? null
    const asked = lines.filter(({ shelf }) => variantId === null || shelf.variantId === variantId)
    const asksMinor = asked.reduce((sum, { shelf, quantity }) => sum + shelf.priceMinor * quantity, 0)
    return { url, asksMinor, variantId }
  }
  const setPrice = async (url: string, priceMinor: number) => {
    const { providerProductId } = await attemptOf(url)
    await attempt(`/products/${providerProductId}`, { price: priceMinor / 100 })
  }

  const run = {
    deliver,
    settleDown: world.settleDown,
    sweep: world.sweep,
    forwardMs: world.clock.forwardMs,

    async checkOut(cartToken: string, lines: readonly Line[], email: string) {
      const started = await world.checkout(cartToken, { email })
      if (!started.ok) return
      const { orderNumber: number, url } = started.value
      const { id: orderId } = await prisma().order.findUniqueOrThrow({ where: { number: Number(number) } })
      const units = new Map(lines.map(({ shelf, quantity }) => [shelf.variantId, quantity]))
      noteOrder(book, { number, orderId, cartToken, units, pages: [await readPage(url, lines)] })
    },
    /** Opens the page for the next item of an order whose items are paid one by one. */
    async goOn(order: Bought) {
      const input = {
        orderId: order.orderId,
        gateway: world.gateway,
        elsewhere: () => null,
        clock: world.clock,
        timeoutMs: 6_000,
      }
      const started = await payNextLine(input)
      if (!started.ok) return
      const lines = [...order.units].map(([variantId, quantity]) => ({ shelf: shelfOf(variantId), quantity }))
      noteOrder(book, { ...order, pages: [await readPage(started.value.url, lines)] })
    },
    async buy(lines: readonly Line[]) {
      const cartLines = lines.map(({ shelf, quantity }) => ({ variantId: shelf.variantId, quantity }))
      const { token } = await makeCart(cartLines)
      await run.checkOut(token, lines, 'ada@example.com')
    },
    async buyAllOf(shelf: Shelf) {
      const { stock } = await prisma().variant.findUniqueOrThrow({ where: { id: shelf.variantId } })
      if (stock) await run.buy([{ shelf, quantity: stock }])
    },
    /** Pays a page; `offMinor` more than it should ask for, because its price was changed at the provider. */
    async pay(orderNumber: string, { url, asksMinor, variantId }: Page, offMinor = 0) {
      if (offMinor !== 0) await setPrice(url, asksMinor + offMinor)
      const paid = await attempt(`/sessions/${url.split('/').at(-1)}/pay`, {})
      if (offMinor !== 0) await setPrice(url, asksMinor)
      if (!paid) return
      const { _id: id, beforeTaxMinor, totalMinor: grossMinor } = paid.order
      const asked = asksMinor + offMinor
      if (beforeTaxMinor !== asked) throw new Error(`asked for ${asked}, the page took ${beforeTaxMinor}`)
      notePaid(book, { id, orderNumber, variantId, isWrong: offMinor !== 0, grossMinor })
    },
    decline: (url: string) => attempt(`/sessions/${url.split('/').at(-1)}/decline`, {}),
    returnTo: (orderId: number) => checkWaitingOrders({ orderId, clock: world.clock }, { gateway }),
    cancel: (orderId: number) => cancelOrder({ orderId, merchantId, reason: 'Asked to.', clock: world.clock }),
    async refundThere(moneyId: string, amountMinor: number | null) {
      const amount = amountMinor === null ? undefined : amountMinor / 100
      const made = await attempt(`/orders/${moneyId}/refund`, { amount })
      if (made) noteBack(book, moneyId, Math.round(made.refund.amount * 100))
    },
    async refundHere(orderId: number, wish: RefundWish, { restock = false, end = 'completed' as RefundEnd } = {}) {
      const isUsual = end === 'completed'
      if (end === 'lost') await world.switches({ refund_reply: 'lost' })
      else if (!isUsual) await world.switches({ refund_status: end })
      const input = { orderId, merchantId, wish, restock, reason: 'Came broken.', requestKey: newToken() }
      await requestRefund({ ...input, clock: world.clock }, { gateway })
      if (!isUsual) await world.switches({ refund_status: 'completed', refund_reply: 'normal' })
    },
    async endRefund(going: Going, isCompleted: boolean) {
      await world.control('POST', `/refunds/${going.refundId}`, { status: isCompleted ? 'completed' : 'failed' })
      noteEnded(book, going, isCompleted)
    },
    async work() {
      await world.workInbox()
      await releaseLapsedHolds({ clock: world.clock })
      await workRefunds({ ...world, gateway: current })
      await tidyOrderProducts({ clock: world.clock, gateway })
      await sealLedger({ clock: world.clock })
    },
    /** The process ends at a named point of its work; what it had begun nobody goes on with. */
    async dieWhile(point: 'settling' | 'asking' | 'sending_refund' | 'reading_refund', work: () => Promise<unknown>) {
      const reached = Promise.withResolvers<void>()
      const die = <Value>(): Promise<Value> => {
        reached.resolve()
        return never
      }
      let understood = 0
      const bends: Record<typeof point, Bend> = {
        settling: {
          // The first reading is the one before the event is stored.
          understand: (delivery) => {
            understood += 1
            if (understood > 1) throw new Error('the process ended here')
            return world.gateway.understand(delivery)
          },
        },
        asking: { lookUpPayment: die },
        sending_refund: { createRefund: die },
        reading_refund: { createRefund: (wish) => createRefund(wish).then(() => die()) },
      }
      bend(bends[point])
      await Promise.race([work(), reached.promise])
      await nextTurn()
      world.afterwork.length = 0
      bend({})
    },
    /** All that a process holds in memory is gone, its leases run out. */
    async restart() {
      await closeDatabase()
      world.clock.forwardMs(31_000)
      await run.work()
    },
    /** Nothing more happens out there; the shop has all the time that its promises name. */
    async comeToRest() {
      await world.settleDown()
      for (const [index, going] of book.going.entries()) await run.endRefund(going, index % 2 === 0)
      for (const minutes of [1.1, 31, 1.1]) {
        world.clock.forwardMs(minutes * 60_000)
        await run.work()
        await world.sweep()
      }
      await run.work()
    },
  }
  return run
}

export type ShopRun = ReturnType<typeof startRun>

export async function stockShelves(): Promise<Shelf[]> {
  const facts = [
    { priceMinor: 1_250, stock: 3 },
    { priceMinor: 399, stock: 4 },
  ]
  return Promise.all(facts.map(async (fact) => ({ ...fact, variantId: (await makeProduct(fact)).variantId })))
}

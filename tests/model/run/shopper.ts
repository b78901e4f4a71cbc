import { followReturn } from '@/lib/checkout/follow-return'
import { payNextLine } from '@/lib/checkout/pay-next-line'
import { prisma } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'
import { settleReturn } from '@/lib/reconciliation/settle-return'
import { hashToken, newToken } from '@/lib/shared/token'
import { makeCart } from '@/tests/support/factories'
import { type Book, type Bought, type Money, moneyOf, noteOrder, notePaid, type Page, type Shelf } from '../book'
import type { ModelWorld } from '../world'
import type { Gateways } from './gateways'

type Line = { shelf: Shelf; quantity: number }
type Visit = Pick<Bought, 'cartToken' | 'buyerToken'> & {
  lines: readonly Line[]
  email: string
  provider: ProviderId
}

/** What shoppers do, noted in the book. */
export function shoppers(world: ModelWorld, book: Book, { gateway }: Gateways) {
  const { clock } = world
  const shelfOf = (variantId: number) => {
    const shelf = book.shelves.find((one) => one.variantId === variantId)
    if (!shelf) throw new Error('the order has a variant that is not on the shelves')
    return shelf
  }
  const linesOf = ({ units }: Bought) =>
    [...units].map(([variantId, quantity]) => ({ shelf: shelfOf(variantId), quantity }))

  /** What a page should ask for follows from what was put into the cart. None when the way led to the order itself. */
  const readPages = async (url: string, lines: readonly Line[]): Promise<Page[]> => {
    const attempt = await prisma().attempt.findFirst({ where: { url }, include: { line: true } })
    if (!attempt) return []
    const { provider, providerSessionId, providerProductId, line } = attempt
    const variantId = line?.variantId ?? null
    const asked = lines.filter(({ shelf }) => variantId === null || shelf.variantId === variantId)
    const asksMinor = asked.reduce((sum, { shelf, quantity }) => sum + shelf.priceMinor * quantity, 0)
    return [{ provider, url, sessionId: providerSessionId ?? '', providerProductId, asksMinor, variantId }]
  }

  async function checkOut({ cartToken, buyerToken, lines, email, provider }: Visit) {
    const started = await world.startCheckout(cartToken, { provider, buyerToken, facts: { email } })
    if (!started.ok) return
    const { orderNumber: number, url } = started.value
    const units = new Map(lines.map(({ shelf, quantity }) => [shelf.variantId, quantity]))
    const pages = await readPages(url, lines)
    noteOrder(book, { number, orderId: await world.idOf(number), cartToken, buyerToken, units, pages })
  }

  async function buy(lines: readonly Line[], provider: ProviderId) {
    const cartLines = lines.map(({ shelf, quantity }) => ({ variantId: shelf.variantId, quantity }))
    const { token: cartToken } = await makeCart(cartLines)
    await checkOut({ cartToken, buyerToken: newToken(), lines, email: 'ada@example.com', provider })
  }

  return {
    buy,
    async buyAllOf(shelf: Shelf, provider: ProviderId) {
      const { stock } = await prisma().variant.findUniqueOrThrow({ where: { id: shelf.variantId } })
      if (stock) await buy([{ shelf, quantity: stock }], provider)
    },
    /** Presses Pay once more, maybe with another address or at another provider. */
    payAgain: (order: Bought, email: string, provider: ProviderId) =>
      checkOut({ ...order, lines: linesOf(order), email, provider }),
    /** An order may stand although nobody was led to a page of it, because the process ended. */
    async noteLeftBehind({ cartToken, buyerToken, units }: Bought) {
      const buyerTokenHash = Uint8Array.from(hashToken(buyerToken))
      for (const { id: orderId, number } of await prisma().order.findMany({ where: { buyerTokenHash } }))
        noteOrder(book, { number: String(number), orderId, cartToken, buyerToken, units, pages: [] })
    },
    /** Opens the page for the next item of an order whose items are paid one by one. */
    async goOn(order: Bought, provider: ProviderId) {
      const input = { orderId: order.orderId, gateway: gateway(provider), elsewhere: gateway, clock, timeoutMs: 6_000 }
      const started = await payNextLine(input)
      if (started.ok) noteOrder(book, { ...order, pages: await readPages(started.value.url, linesOf(order)) })
    },
    /** Pays a page; `offMinor` more than it should ask for, because that was changed at the provider. */
    async pay({ number: orderNumber }: Bought, page: Page, offMinor = 0) {
      const { provider, asksMinor, variantId } = page
      const paidAt = clock.now()
      const paid = await world.far(provider).pay(page, offMinor, paidAt)
      if (!paid) return
      const { id, beforeTaxMinor, grossMinor } = paid
      const asked = asksMinor + offMinor
      if (beforeTaxMinor !== asked) throw new Error(`asked for ${asked}, the page took ${beforeTaxMinor}`)
      const isWrong = offMinor !== 0
      notePaid(book, { provider, id, orderNumber, variantId, expectedMinor: asksMinor, isWrong, grossMinor, paidAt })
    },
    decline: (page: Page) => world.far(page.provider).decline(page),
    expire: (page: Page) => world.far(page.provider).expire?.(page),
    /** Comes back from the page that was opened last, as its provider leads back, and waits for the order's state. */
    async comeBack({ number, orderId, buyerToken, pages }: Bought) {
      const page = pages.at(-1)
      if (page?.provider === 'flex') await followReturn({ orderId, sessionId: page.sessionId, clock }, { gateway })
      if (page?.provider === 'fungies') {
        const isThere = ({ provider }: Money) => provider === 'fungies'
        // Who has paid nothing may still have somebody else's payment in the address.
        const paid = moneyOf(book, number).findLast(isThere) ?? book.money.find(isThere)
        const address = { provider: page.provider, providerOrderId: paid?.id ?? null, buyerToken }
        await settleReturn({ ...address, clock }, { gateway })
      }
      await checkWaitingOrders({ orderId, clock }, { gateway })
    },
  }
}

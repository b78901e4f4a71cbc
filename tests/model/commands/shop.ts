import fc from 'fast-check'
import { type Book, moneyOf, pick } from '../book'
import type { RefundEnd } from '../providers/far-provider'
import type { ShopRun } from '../run/shop-run'
import { backMoney, command, hasMoney, hasOrder, index, providerAt } from './command'

/** What merchants, workers and the machine do. */

const amount = fc.constantFrom(null, 1, 399)
const ends = fc.constantFrom<RefundEnd[]>('completed', 'completed', 'completed', 'pending', 'failed', 'lost')

type Asked = { at: number; amountMinor: number | null; restock?: boolean; end?: RefundEnd }

function askRefund(book: Book, run: ShopRun, { at, amountMinor, ...how }: Asked) {
  const paid = book.orders.filter((order) => moneyOf(book, order.number).length > 0)
  return run.refundHere(pick(paid, at), amountMinor, how)
}

export const refundHere = fc
  .record({ at: index, amountMinor: amount, restock: fc.boolean(), end: ends })
  .map((wish) =>
    command(
      `refund ${wish.amountMinor ?? 'all'} of ${wish.at}${wish.restock ? ', restocked' : ''}: ${wish.end}`,
      hasMoney,
      (book, run) => askRefund(book, run, wish),
    ),
  )

export const enterParts = fc.constant(
  command(
    'a merchant enters what went back',
    (book) => backMoney(book).length > 0,
    (_, run) => run.enterParts(),
  ),
)

export const cancel = index.map((at) =>
  command(`cancel ${at}`, hasOrder, (book, run) => run.cancel(pick(book.orders, at).orderId)),
)

export const wait = fc
  .constantFrom(['a moment', 6_000], ['until holds lapse', 11 * 60_000], ['until orders expire', 31 * 60_000])
  .map(([name, ms]) =>
    command(
      `wait ${name}`,
      () => true,
      async (_, run) => {
        run.forwardMs(Number(ms))
        await run.work()
      },
    ),
  )

export const sweep = fc.constant(
  command(
    'sweep',
    () => true,
    (_, run) => run.sweep(),
  ),
)

export const allAtOnce = index.map((at) =>
  command(`tell, return to and sweep ${at} at once`, hasMoney, async (book, run) => {
    const money = pick(book.money, at)
    const order = book.orders.find(({ number }) => number === money.orderNumber)
    run.forwardMs(6_000)
    await Promise.all([run.deliver(money.id, { of: 'payment', times: 2 }), order && run.comeBack(order), run.sweep()])
  }),
)

export const dieAtEvent = fc
  .tuple(index, fc.constantFrom('settling' as const, 'asking' as const))
  .map(([at, point]) =>
    command(`die while ${point} for ${at}`, hasMoney, (book, run) =>
      run.dieWhile(point, () => run.deliver(pick(book.money, at).id)),
    ),
  )

export const dieAtCheckout = fc.tuple(index, index).map(([at, provider]) =>
  command(`die while opening a page for ${at} at provider ${provider}`, hasOrder, async (book, run) => {
    const order = pick(book.orders, at)
    const press = () => run.payAgain(order, 'lovelace@example.com', providerAt(book, provider))
    await run.dieWhile('opening', press)
    await run.noteLeftBehind(order)
  }),
)

export const dieAtRefund = fc
  .record({
    at: index,
    point: fc.constantFrom('sending_refund' as const, 'reading_refund' as const),
    amountMinor: amount,
  })
  .map(({ at, point, amountMinor }) =>
    command(`die while ${point} of ${amountMinor ?? 'all'} for ${at}`, hasMoney, (book, run) =>
      run.dieWhile(point, () => askRefund(book, run, { at, amountMinor })),
    ),
  )

export const restart = fc.constant(
  command(
    'restart',
    () => true,
    (_, run) => run.restart(),
  ),
)

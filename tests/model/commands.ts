import fc from 'fast-check'
import { type Book, isByItem, moneyOf, pagesOf, pick } from './book'
import type { RefundEnd, ShopRun } from './shop-run'

type Command = fc.AsyncCommand<Book, ShopRun>

/** `possible` decides by the model alone; a webhook that is never told again after `pay` is one that was dropped. */
function command(
  name: string,
  possible: (book: Book) => boolean,
  work: (book: Book, run: ShopRun) => Promise<unknown>,
): Command {
  return {
    check: possible,
    run: async (book, run) => void (await work(book, run)),
    toString: () => name,
  }
}

const hasOrder = (book: Book) => book.orders.length > 0
const hasMoney = (book: Book) => book.money.length > 0
const hasBack = (book: Book) => book.money.some(({ backMinor }) => backMinor > 0)
const backMoney = (book: Book) => book.money.filter(({ backMinor }) => backMinor > 0)

const index = fc.nat({ max: 11 })
const lines = fc.uniqueArray(fc.record({ shelf: fc.nat({ max: 1 }), quantity: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 1,
  maxLength: 2,
  selector: (line) => line.shelf,
})

const buy = lines.map((wanted) =>
  command(
    `buy ${wanted.map(({ shelf, quantity }) => `${quantity} of ${shelf}`).join(', ')}`,
    (book) => book.orders.length < 4,
    (book, run) => run.buy(wanted.map(({ shelf, quantity }) => ({ shelf: pick(book.shelves, shelf), quantity }))),
  ),
)

const buyAll = fc.nat({ max: 1 }).map((at) =>
  command(
    `buy all that is left of ${at}`,
    (book) => book.orders.length < 4,
    (book, run) => run.buyAllOf(pick(book.shelves, at)),
  ),
)

const buyAgain = fc.tuple(index, fc.constantFrom('ada@example.com', 'lovelace@example.com')).map(([at, email]) =>
  command(`press Pay again in ${at} as ${email}`, hasOrder, (book, run) => {
    const order = pick(book.orders, at)
    const same = [...order.units].map(([variantId, quantity]) => {
      const shelf = book.shelves.find((one) => one.variantId === variantId)
      if (!shelf) throw new Error('the order has a variant that is not on the shelves')
      return { shelf, quantity }
    })
    return run.checkOut(order.cartToken, same, email)
  }),
)

const payOn = (book: Book, run: ShopRun, at: number, offMinor = 0) => {
  const { order, page } = pick(pagesOf(book), at)
  return run.pay(order.number, page, offMinor)
}

const pay = index.map((at) => command(`pay ${at}`, hasOrder, (book, run) => payOn(book, run, at)))

async function payOnAndTell(book: Book, run: ShopRun, at: number, offMinor = 0) {
  const before = book.money.length
  await payOn(book, run, at, offMinor)
  const paid = book.money.at(-1)
  if (paid && book.money.length > before) await run.deliver(paid.id)
}

const payAndTell = index.map((at) =>
  command(`pay ${at} and tell`, hasOrder, (book, run) => payOnAndTell(book, run, at)),
)

const payWrong = fc
  .record({ at: index, offMinor: fc.constantFrom(-1, 1, 250), isTold: fc.boolean() })
  .map(({ at, offMinor, isTold }) =>
    command(`pay ${offMinor} too much for ${at}${isTold ? ' and tell' : ''}`, hasOrder, (book, run) =>
      (isTold ? payOnAndTell : payOn)(book, run, at, offMinor),
    ),
  )

const goOn = index.map((at) =>
  command(
    `go on to the next item of ${at}`,
    (book) => book.orders.some(isByItem),
    async (book, run) => {
      const order = pick(book.orders.filter(isByItem), at)
      await run.goOn(order)
      const page = order.pages.at(-1)
      if (page) await run.pay(order.number, page)
    },
  ),
)

const decline = index.map((at) =>
  command(`decline ${at}`, hasOrder, (book, run) => run.decline(pick(pagesOf(book), at).page.url)),
)

const payInTwoTabs = index.map((at) =>
  command(`pay ${at} in two tabs`, hasOrder, (book, run) =>
    Promise.all([payOn(book, run, at), payOn(book, run, at + 1)]),
  ),
)

const deliver = fc
  .record({ at: index, form: fc.constantFrom('A', 'B'), times: fc.constantFrom(1, 1, 2, 4) })
  .map(({ at, form, times }) =>
    command(`deliver ${at} in form ${form}, ${times} times at once`, hasMoney, (book, run) =>
      run.deliver(pick(book.money, at).id, { form, times }),
    ),
  )

const deliverAllBackwards = fc.constant(
  command('deliver everything, the newest first', hasMoney, async (book, run) => {
    for (const { id } of backMoney(book).toReversed()) await run.deliver(id, { event: 'order.refunded' })
    for (const { id } of book.money.toReversed()) await run.deliver(id)
  }),
)

const deliverRefund = index.map((at) =>
  command(`deliver the refund of ${at}`, hasBack, (book, run) =>
    run.deliver(pick(backMoney(book), at).id, { event: 'order.refunded' }),
  ),
)

const forge = fc
  .tuple(index, fc.constantFrom('wrong_secret', 'unsigned', 'tampered'))
  .map(([at, forged]) =>
    command(`forge ${at}: ${forged}`, hasMoney, (book, run) => run.deliver(pick(book.money, at).id, { forged })),
  )

const comeBack = index.map((at) =>
  command(`return to ${at}`, hasOrder, async (book, run) => {
    run.forwardMs(6_000)
    await run.returnTo(pick(book.orders, at).orderId)
  }),
)

const allAtOnce = index.map((at) =>
  command(`tell, return to and sweep ${at} at once`, hasMoney, async (book, run) => {
    const money = pick(book.money, at)
    const order = book.orders.find(({ number }) => number === money.orderNumber)
    run.forwardMs(6_000)
    await Promise.all([run.deliver(money.id, { times: 2 }), order && run.returnTo(order.orderId), run.sweep()])
  }),
)

const amount = fc.constantFrom(null, 1, 399)

const ends = fc.constantFrom<RefundEnd[]>('completed', 'completed', 'completed', 'pending', 'failed', 'lost')

const refundHere = fc
  .record({ at: index, amountMinor: amount, restock: fc.boolean(), end: ends })
  .map((wish) =>
    command(
      `refund ${wish.amountMinor ?? 'all'} of ${wish.at}${wish.restock ? ', restocked' : ''}: ${wish.end}`,
      hasMoney,
      (book, run) => askRefund(book, run, wish),
    ),
  )

type Asked = { at: number; amountMinor: number | null; restock?: boolean; end?: RefundEnd }

function askRefund(book: Book, run: ShopRun, wish: Asked) {
  const { orderId } = pick(
    book.orders.filter((order) => moneyOf(book, order.number).length > 0),
    wish.at,
  )
  const { amountMinor, restock, end } = wish
  return run.refundHere(orderId, amountMinor === null ? { kind: 'whole' } : { kind: 'amount', amountMinor }, {
    ...(restock !== undefined && { restock }),
    ...(end && { end }),
  })
}

const endRefund = fc.tuple(index, fc.boolean()).map(([at, isCompleted]) =>
  command(
    `the refund on its way ${at} ends ${isCompleted ? 'well' : 'badly'}`,
    (book) => book.going.length > 0,
    (book, run) => run.endRefund(pick(book.going, at), isCompleted),
  ),
)

const refundThere = fc
  .tuple(index, amount)
  .map(([at, amountMinor]) =>
    command(`refund ${amountMinor ?? 'all'} of ${at} at the provider`, hasMoney, (book, run) =>
      run.refundThere(pick(book.money, at).id, amountMinor),
    ),
  )

const cancel = index.map((at) =>
  command(`cancel ${at}`, hasOrder, (book, run) => run.cancel(pick(book.orders, at).orderId)),
)

const wait = fc
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

const sweep = fc.constant(
  command(
    'sweep',
    () => true,
    (_, run) => run.sweep(),
  ),
)

const dieAtEvent = fc
  .tuple(index, fc.constantFrom('settling', 'asking'))
  .map(([at, point]) =>
    command(`die while ${point} for ${at}`, hasMoney, (book, run) =>
      run.dieWhile(point, () => run.deliver(pick(book.money, at).id)),
    ),
  )

const dieAtRefund = fc
  .record({ at: index, point: fc.constantFrom('sending_refund', 'reading_refund'), amountMinor: amount })
  .map(({ at, point, amountMinor }) =>
    command(`die while ${point} of ${amountMinor ?? 'all'} for ${at}`, hasMoney, (book, run) =>
      run.dieWhile(point, () => askRefund(book, run, { at, amountMinor })),
    ),
  )

const restart = fc.constant(
  command(
    'restart',
    () => true,
    (_, run) => run.restart(),
  ),
)

/** Everything that can happen to orders and their money. What is usual stands twice. */
export const everything: fc.Arbitrary<Command>[] = [
  buy,
  buyAll,
  buyAgain,
  pay,
  pay,
  payAndTell,
  payAndTell,
  payInTwoTabs,
  payWrong,
  goOn,
  decline,
  deliver,
  deliver,
  deliverAllBackwards,
  deliverRefund,
  forge,
  comeBack,
  allAtOnce,
  refundHere,
  refundHere,
  endRefund,
  refundThere,
  cancel,
  wait,
  sweep,
  dieAtEvent,
  dieAtRefund,
  restart,
]

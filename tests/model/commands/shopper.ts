import fc from 'fast-check'
import { type Book, isByItem, pagesOf, pick } from '../book'
import type { ShopRun } from '../run/shop-run'
import { command, hasOrder, hasPage, index, providerAt } from './command'

/** What shoppers do. */

const lines = fc.uniqueArray(fc.record({ shelf: fc.nat({ max: 1 }), quantity: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 1,
  maxLength: 2,
  selector: (line) => line.shelf,
})

export const buy = fc.tuple(lines, index).map(([wanted, at]) =>
  command(
    `buy ${wanted.map(({ shelf, quantity }) => `${quantity} of ${shelf}`).join(', ')} at provider ${at}`,
    (book) => book.orders.length < 4,
    (book, run) =>
      run.buy(
        wanted.map(({ shelf, quantity }) => ({ shelf: pick(book.shelves, shelf), quantity })),
        providerAt(book, at),
      ),
  ),
)

export const buyAll = fc.tuple(fc.nat({ max: 1 }), index).map(([shelf, at]) =>
  command(
    `buy all that is left of ${shelf} at provider ${at}`,
    (book) => book.orders.length < 4,
    (book, run) => run.buyAllOf(pick(book.shelves, shelf), providerAt(book, at)),
  ),
)

const emails = fc.constantFrom('ada@example.com', 'lovelace@example.com')

export const payAgain = fc
  .record({ at: index, email: emails, provider: index })
  .map(({ at, email, provider }) =>
    command(`press Pay again in ${at} as ${email} at provider ${provider}`, hasOrder, (book, run) =>
      run.payAgain(pick(book.orders, at), email, providerAt(book, provider)),
    ),
  )

const payOn = (book: Book, run: ShopRun, at: number, offMinor = 0) => {
  const { order, page } = pick(pagesOf(book), at)
  return run.pay(order, page, offMinor)
}

export const pay = index.map((at) => command(`pay ${at}`, hasPage, (book, run) => payOn(book, run, at)))

async function payOnAndTell(book: Book, run: ShopRun, at: number, offMinor = 0) {
  const before = book.money.length
  await payOn(book, run, at, offMinor)
  const paid = book.money.at(-1)
  if (paid && book.money.length > before) await run.deliver(paid.id)
}

export const payAndTell = index.map((at) =>
  command(`pay ${at} and tell`, hasPage, (book, run) => payOnAndTell(book, run, at)),
)

export const payWrong = fc
  .record({ at: index, offMinor: fc.constantFrom(-1, 1, 250), isTold: fc.boolean() })
  .map(({ at, offMinor, isTold }) =>
    command(`pay ${offMinor} too much for ${at}${isTold ? ' and tell' : ''}`, hasPage, (book, run) =>
      (isTold ? payOnAndTell : payOn)(book, run, at, offMinor),
    ),
  )

export const goOn = fc.tuple(index, index).map(([at, provider]) =>
  command(
    `go on to the next item of ${at} at provider ${provider}`,
    (book) => book.orders.some(isByItem),
    async (book, run) => {
      const order = pick(book.orders.filter(isByItem), at)
      await run.goOn(order, providerAt(book, provider))
      const page = order.pages.at(-1)
      if (page) await run.pay(order, page)
    },
  ),
)

export const decline = index.map((at) =>
  command(`decline ${at}`, hasPage, (book, run) => run.decline(pick(pagesOf(book), at).page)),
)

export const expire = index.map((at) =>
  command(
    `the page ${at} runs out`,
    (book) => pagesOf(book).some(({ page }) => page.provider === 'flex'),
    async (book, run) => {
      const pages = pagesOf(book).filter(({ page }) => page.provider === 'flex')
      await run.expire(pick(pages, at).page)
    },
  ),
)

export const payInTwoTabs = index.map((at) =>
  command(`pay ${at} in two tabs`, hasPage, (book, run) =>
    Promise.all([payOn(book, run, at), payOn(book, run, at + 1)]),
  ),
)

export const comeBack = index.map((at) =>
  command(`return to ${at}`, hasOrder, async (book, run) => {
    run.forwardMs(6_000)
    await run.comeBack(pick(book.orders, at))
  }),
)

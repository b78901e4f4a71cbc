/** The model: what is true out there, kept without asking the shop. Minor units. */

/** A payment page that a shopper has open; `variantId` is the one item that it asks for, null when it asks for all. */
export type Page = { url: string; asksMinor: number; variantId: number | null }

export type Bought = {
  number: string
  orderId: number
  cartToken: string
  /** Variant to units. */
  units: ReadonlyMap<number, number>
  /** Oldest first. */
  pages: Page[]
}

export type Money = {
  id: string
  orderNumber: string
  variantId: number | null
  /** Not what was asked for. */
  isWrong: boolean
  grossMinor: number
  backMinor: number
}

/** A refund that the provider has begun and not ended. */
export type Going = { refundId: string; moneyId: string; amountMinor: number }

export type Shelf = { variantId: number; priceMinor: number; stock: number }

export type Book = {
  shelves: readonly Shelf[]
  orders: Bought[]
  money: Money[]
  going: Going[]
  /** Deliveries that the shop answered with 200. */
  acceptedDeliveries: number
  forgedDeliveries: number
}

export const openBook = (shelves: readonly Shelf[]): Book => ({
  shelves,
  orders: [],
  money: [],
  going: [],
  acceptedDeliveries: 0,
  forgedDeliveries: 0,
})

/** One of a list by any number, so that a command never has to know how long the list is. */
export function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('there is nothing to pick from')
  return item
}

export const pagesOf = (book: Book) => book.orders.flatMap((order) => order.pages.map((page) => ({ order, page })))

/** Whether its items are paid one by one. */
export const isByItem = (order: Bought) => order.pages.some(({ variantId }) => variantId !== null)

export function noteOrder(book: Book, bought: Bought): void {
  const known = book.orders.find((order) => order.number === bought.number)
  if (!known) book.orders.push(bought)
  else known.pages.push(...bought.pages.filter(({ url }) => known.pages.every((page) => page.url !== url)))
}

export const moneyOf = (book: Book, orderNumber: string) =>
  book.money.filter((money) => money.orderNumber === orderNumber)

export const notePaid = (book: Book, money: Omit<Money, 'backMinor'>) => book.money.push({ ...money, backMinor: 0 })

/** What can still go back of it. */
export function leftOf(book: Book, moneyId: string): number {
  const money = book.money.find(({ id }) => id === moneyId)
  const goingMinor = book.going.filter((one) => one.moneyId === moneyId).reduce((sum, one) => sum + one.amountMinor, 0)
  return money ? money.grossMinor - money.backMinor - goingMinor : 0
}

export function noteGoing(book: Book, going: Going): void {
  if (going.amountMinor > leftOf(book, going.moneyId))
    throw new Error(`more than all of ${going.moneyId} is going back`)
  book.going.push(going)
}

/** A refund that had begun ends; only a completed one gives money back. */
export function noteEnded(book: Book, { refundId, moneyId, amountMinor }: Going, isCompleted: boolean): void {
  book.going = book.going.filter((one) => one.refundId !== refundId)
  if (isCompleted) noteBack(book, moneyId, amountMinor)
}

/** @throws when more goes back than came: no refund, whoever made it, may do that. */
export function noteBack(book: Book, moneyId: string, amountMinor: number): void {
  const money = book.money.find(({ id }) => id === moneyId)
  if (!money) throw new Error(`money went back that never came: ${moneyId}`)
  money.backMinor += amountMinor
  if (money.backMinor > money.grossMinor) throw new Error(`more than all of ${moneyId} went back`)
}

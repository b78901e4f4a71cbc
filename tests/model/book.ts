import type { ProviderId } from '@/lib/payments/contract/provider-id'

/** The model: what is true out there, kept without asking the shop. Minor units. */

/** A payment page that a shopper has open. */
export type Page = {
  provider: ProviderId
  url: string
  sessionId: string
  /** What was made at the provider for it; null where the page itself carries what is sold. */
  providerProductId: string | null
  asksMinor: number
  /** The one item that it asks for; null when it asks for all. */
  variantId: number | null
}

export type Bought = {
  number: string
  orderId: number
  cartToken: string
  /** The browser's. */
  buyerToken: string
  /** Variant to units. */
  units: ReadonlyMap<number, number>
  /** Oldest first. */
  pages: Page[]
}

export type Money = {
  provider: ProviderId
  id: string
  orderNumber: string
  variantId: number | null
  /** What its page should have asked for, before tax. */
  expectedMinor: number
  /** It asked for something else. */
  isWrong: boolean
  grossMinor: number
  backMinor: number
  /** By the shop's clock. */
  paidAt: Date
  /** Whether a genuine webhook told of it. */
  isTold: boolean
}

/** A refund that the provider has begun and not ended. */
export type Going = { refundId: string; moneyId: string; amountMinor: number }

export type Shelf = { variantId: number; priceMinor: number; stock: number }

export type Book = {
  providers: readonly ProviderId[]
  shelves: readonly Shelf[]
  orders: Bought[]
  money: Money[]
  going: Going[]
  /** Deliveries that the shop answered with 200. */
  acceptedDeliveries: number
  forgedDeliveries: number
}

export const openBook = (providers: readonly ProviderId[], shelves: readonly Shelf[]): Book => ({
  providers,
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

/** Whether some of its items were to be paid one by one. */
export const isByItem = (order: Bought) => order.pages.some(({ variantId }) => variantId !== null)

/** Whether it was to be paid both ways, by a shopper who changed the provider. */
export const isMixed = (order: Bought) => isByItem(order) && order.pages.some(({ variantId }) => variantId === null)

export function noteOrder(book: Book, bought: Bought): void {
  const known = book.orders.find((order) => order.number === bought.number)
  if (!known) book.orders.push(bought)
  else known.pages.push(...bought.pages.filter(({ url }) => known.pages.every((page) => page.url !== url)))
}

export const moneyOf = (book: Book, orderNumber: string) =>
  book.money.filter((money) => money.orderNumber === orderNumber)

export function moneyById(book: Book, id: string): Money {
  const money = book.money.find((one) => one.id === id)
  if (!money) throw new Error(`there is no money ${id}`)
  return money
}

export const notePaid = (book: Book, money: Omit<Money, 'backMinor' | 'isTold'>) =>
  book.money.push({ ...money, backMinor: 0, isTold: false })

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
  const money = moneyById(book, moneyId)
  money.backMinor += amountMinor
  if (money.backMinor > money.grossMinor) throw new Error(`more than all of ${moneyId} went back`)
}

/** The model: what is true out there, kept without asking the shop. Minor units. */

type Bought = {
  number: string
  orderId: number
  cartToken: string
  totalMinor: number
  /** Variant to units. */
  units: ReadonlyMap<number, number>
  /** Payment pages that a shopper has open, oldest first. */
  pages: string[]
}

export type Money = { id: string; orderNumber: string; grossMinor: number; backMinor: number }

export type Shelf = { variantId: number; priceMinor: number; stock: number }

export type Book = {
  shelves: readonly Shelf[]
  orders: Bought[]
  money: Money[]
  /** Deliveries that the shop answered with 200. */
  acceptedDeliveries: number
  forgedDeliveries: number
}

export const openBook = (shelves: readonly Shelf[]): Book => ({
  shelves,
  orders: [],
  money: [],
  acceptedDeliveries: 0,
  forgedDeliveries: 0,
})

/** One of a list by any number, so that a command never has to know how long the list is. */
export function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('there is nothing to pick from')
  return item
}

export const pagesOf = (book: Book) => book.orders.flatMap((order) => order.pages.map((url) => ({ order, url })))

export function noteOrder(book: Book, bought: Bought): void {
  const known = book.orders.find((order) => order.number === bought.number)
  if (!known) book.orders.push(bought)
  else known.pages = [...new Set([...known.pages, ...bought.pages])]
}

export const moneyOf = (book: Book, orderNumber: string) =>
  book.money.filter((money) => money.orderNumber === orderNumber)

export const notePaid = (book: Book, money: Omit<Money, 'backMinor'>) => book.money.push({ ...money, backMinor: 0 })

/** @throws when more goes back than came: no refund, whoever made it, may do that. */
export function noteBack(book: Book, moneyId: string, amountMinor: number): void {
  const money = book.money.find(({ id }) => id === moneyId)
  if (!money) throw new Error(`money went back that never came: ${moneyId}`)
  money.backMinor += amountMinor
  if (money.backMinor > money.grossMinor) throw new Error(`more than all of ${moneyId} went back`)
}

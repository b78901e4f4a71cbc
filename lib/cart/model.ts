import type { Plan } from '@/lib/subscriptions/model'

/** Words and shapes of a cart; safe in the browser. */

export const maxQuantityPerLine = 99
/** More different things are not taken into one cart. */
export const maxLinesPerCart = 50

/** What keeps a line from being bought as it stands. */
export type LineProblem = 'sold_out' | 'not_enough' | 'unavailable' | 'not_alone'

/** A line of a cart at today's price; minor units. */
export type CartLine = {
  variantId: number
  productSlug: string
  productName: string
  /** "Ink, Plain"; empty for a product's only variant. */
  optionsText: string
  sku: string
  kind: 'physical' | 'digital'
  imageSrc: string | null
  unitPriceMinor: number
  quantity: number
  totalMinor: number
  /** Units this cart can have, what its own unpaid orders hold included; null = unlimited. */
  stock: number | null
  problem?: LineProblem
  /** The unit price when the shopper last chose this line, where today's differs; today's is what counts. */
  earlierPriceMinor?: number
  /** Set when it is a subscription: one of it, alone in its cart. */
  plan: (Plan & { priceMinor: number }) | null
}

/** A cart priced from the database just now; every amount in minor units of `currency`. */
export type Cart = {
  id: number
  currency: string
  lines: CartLine[]
  /** Sum of the lines that can be bought. */
  subtotalMinor: number
  /** Sum of all quantities. */
  itemCount: number
  hasProblem: boolean
}

/** A subscription is ordered by itself: beside anything else it says so. */
export function markMixedPlans(lines: readonly CartLine[]): CartLine[] {
  const isMixed = lines.length > 1
  return lines.map((line) => (isMixed && line.plan && !line.problem ? { ...line, problem: 'not_alone' } : line))
}

/** Adds up a cart's lines; lines that cannot be bought count as items but cost nothing. */
export function cartTotals(lines: readonly CartLine[]): Pick<Cart, 'subtotalMinor' | 'itemCount' | 'hasProblem'> {
  const billed = lines.filter((line) => line.problem !== 'sold_out' && line.problem !== 'unavailable')
  return {
    subtotalMinor: billed.reduce((sum, line) => sum + line.totalMinor, 0),
    itemCount: lines.reduce((sum, line) => sum + line.quantity, 0),
    hasProblem: lines.some((line) => line.problem !== undefined),
  }
}

/** What can go wrong with a cart, as addresses and forms name it. */
export const cartErrorCodes = [
  'bad_quantity',
  'unknown_variant',
  'sold_out',
  'not_enough',
  'too_many_of_one',
  'too_many_lines',
  'not_in_cart',
  'plan_once',
] as const

export type CartErrorCode = (typeof cartErrorCodes)[number]

/** `left`: units that can still be had, where the code is about stock. */
export type CartError = { code: CartErrorCode; left?: number }

/** The same for shoppers. */
export const cartErrorTexts: Record<CartErrorCode, string> = {
  bad_quantity: 'Please choose a whole number from 1 to 99. Your cart is as it was.',
  unknown_variant: 'This item is not for sale any more. Your cart is as it was.',
  sold_out: 'This item is sold out at the moment. Your cart is as it was.',
  not_enough: 'There are not that many left. Your cart is as it was.',
  too_many_of_one: 'One order can hold at most 99 of an item. Your cart is as it was; for more, please write to us.',
  too_many_lines: 'A cart can hold at most 50 different items. Your cart is as it was.',
  not_in_cart: 'This item is no longer in your cart.',
  plan_once: 'This subscription is in your cart already. One of it is all there is to order.',
}

/** What a shopper reads when a change was refused; names the number that is left where that helps. */
export function cartErrorText({ code, left }: CartError): string {
  if (code === 'not_enough' && left !== undefined) {
    return `Only ${left} of this item ${left === 1 ? 'is' : 'are'} left. Your cart is as it was.`
  }
  return cartErrorTexts[code]
}

/** What came of a change to a cart, as addresses name it. */
export const cartNotices = ['added', 'changed', 'removed'] as const

export type CartNotice = (typeof cartNotices)[number]

/** The same for shoppers. */
export const cartNoticeTexts: Record<CartNotice, string> = {
  added: 'Added to your cart.',
  changed: 'Quantity changed.',
  removed: 'Removed from your cart.',
}

/** What the add form tells after it was sent. `sequence` makes the same answer twice two answers. */
export type AddToCartState = {
  outcome: 'none' | 'added' | 'refused'
  text: string
  itemCount: number
  sequence: number
}

/** What a cart's page tells after a change. */
export type CartMessage = { notice: CartNotice } | { problem: CartError }

/** The cart's address with what just happened in it, so that the page says it also without a script. */
export function cartPath(message: CartMessage): string {
  if ('notice' in message) return `/cart?notice=${message.notice}`
  const { code, left } = message.problem
  return `/cart?problem=${code}${left === undefined ? '' : `&left=${left}`}`
}

/** Reads such an address back; null when it says nothing that we know. */
export function cartMessage(query: Record<string, string | string[] | undefined>): CartMessage | null {
  const notice = cartNotices.find((known) => known === query.notice)
  if (notice) return { notice }
  const code = cartErrorCodes.find((known) => known === query.problem)
  if (!code) return null
  const left = typeof query.left === 'string' && /^[0-9]{1,6}$/.test(query.left) ? Number(query.left) : undefined
  return { problem: { code, left } }
}

/** What a change of the cart answers to a script. `sequence` makes the same answer twice two answers. */
export type CartActionState = { sequence: number; message: CartMessage | null }

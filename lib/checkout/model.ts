import { z } from 'zod'
import type { ProviderId } from '@/lib/payments/contract/provider-id'

/** What the checkout asks and answers; safe in the browser. */

const text = (maxLength: number) =>
  z
    .string()
    .trim()
    .max(maxLength, `Please keep this under ${maxLength} characters.`)
    // NUL cannot be stored; other control characters have no place in a name or an address.
    .regex(/^[^\p{Cc}]*$/u, 'Please remove the control characters.')

const needed = (maxLength: number, message: string) => text(maxLength).min(1, message)

/** A shipping address as the checkout form sends it. */
export const AddressInput = z.object({
  line1: needed(200, 'Please enter the street and house number.'),
  line2: text(200),
  city: needed(100, 'Please enter the town or city.'),
  region: text(100),
  postalCode: text(20),
  country: z.string().regex(/^[A-Z]{2}$/, 'Please choose the country.'),
})

/** What the shopper tells at checkout; prices and stock are never among it. */
export const CheckoutContact = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .pipe(z.email('Please enter an e-mail address such as ada@example.com.')),
  name: needed(150, 'Please enter your name.'),
  address: AddressInput.nullable(),
  discountCode: text(64)
    .transform((code) => code || null)
    .nullable(),
})

export type CheckoutContact = z.infer<typeof CheckoutContact>

/** Why a checkout did not reach the provider's page. */
export type CheckoutErrorCode =
  | 'cart_empty'
  | 'not_sellable'
  | 'sold_out'
  | 'price_in_doubt'
  | 'address_missing'
  | 'plan_not_alone'
  | 'plan_not_offered'
  | 'discount_not_offered'
  | 'discount_refused'
  | 'provider_not_ready'
  | 'provider_busy'
  | 'provider_silent'
  | 'provider_refused'

/** `items` names the lines that are the reason. */
export type CheckoutError = { code: CheckoutErrorCode; items: string[] }

/** What happened and what to do; the cart is kept in every case. */
export const checkoutErrorTexts: Record<CheckoutErrorCode, string> = {
  cart_empty: 'Your cart is empty, so there is nothing to pay.',
  not_sellable: 'Some things in your cart are no longer sold. Please remove them and try again.',
  sold_out: 'There are not enough left of some things in your cart. Please lower the quantity or remove them.',
  price_in_doubt:
    'We are checking a price, so this cannot be bought just now. Nothing was charged and your cart is kept; please come back a little later, or remove it and buy the rest.',
  address_missing: 'Something in your cart is shipped, so we need a delivery address.',
  plan_not_alone:
    'A subscription is paid by itself, one at a time. Please take the other things out of your cart and order them separately.',
  plan_not_offered: 'This subscription cannot be paid through this payment company at the moment. Your cart is kept.',
  discount_not_offered: 'A discount code can be used only when the cart is a single item that has one.',
  discount_refused: 'This discount code does not apply to this item. Please check it, or go on without it.',
  provider_not_ready: 'Paying is switched off at the moment. Your cart is kept; please come back a little later.',
  provider_busy: 'The payment company is busy. Nothing was charged; please wait a minute and press Pay again.',
  provider_silent: 'The payment company did not answer in time. Nothing was charged; please press Pay again.',
  provider_refused:
    'The payment company could not open the payment page. Nothing was charged and your cart is kept; please try again later.',
}

/** A provider that can take the cart to its page. */
export type CheckoutProvider = {
  id: ProviderId
  name: string
  /** What the shopper sees next. */
  next: string
  /** Where tax is added. */
  tax: string
  /** Its newest answers were failures. */
  isFailing: boolean
  /** Whether a discount code of its merchant's can be used with this cart. */
  takesCodes: boolean
}

/** The one that is chosen unless the shopper says otherwise: the first that is well. */
export const preselected = (providers: readonly CheckoutProvider[]): CheckoutProvider | null =>
  providers.find(({ isFailing }) => !isFailing) ?? providers[0] ?? null

/** The text for a problem that came along in an address; null for anything that is not one of ours. */
export function checkoutProblem(code: unknown): string | null {
  const known = Object.entries(checkoutErrorTexts).find(([name]) => name === code)
  return known?.[1] ?? null
}

import { type AddToCartState, type CartError, cartErrorText } from '@/lib/cart/model'

export function addedState(before: AddToCartState, { itemCount }: { itemCount: number }): AddToCartState {
  const text = `Added. Your cart holds ${itemCount} ${itemCount === 1 ? 'item' : 'items'}.`
  return { outcome: 'added', text, itemCount, sequence: nextSequence(before) }
}

export function refusedState(before: AddToCartState, error: CartError): AddToCartState {
  return { outcome: 'refused', text: cartErrorText(error), itemCount: 0, sequence: nextSequence(before) }
}

// The earlier state comes back from the browser: whatever it says, the answer stays a number.
const nextSequence = (before: AddToCartState) => (Number.isSafeInteger(before?.sequence) ? before.sequence + 1 : 1)

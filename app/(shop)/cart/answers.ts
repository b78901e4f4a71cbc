import 'server-only'
import { refresh } from 'next/cache'
import { RedirectType, redirect } from 'next/navigation'
import {
  type AddToCartState,
  type CartActionState,
  type CartError,
  type CartMessage,
  cartErrorText,
  cartPath,
} from '@/lib/cart/model'
import type { Result } from '@/lib/shared/result'

/** Without a script nobody could show the answer in place: then it is a redirect to the cart, which says it. */
const isScripted = (formData: FormData) => formData.get('stay') === '1'

// The earlier state comes back from the browser: whatever it says, the answer stays a number.
const sequenceAfter = (before: { sequence: number } | null | undefined) =>
  Number.isSafeInteger(before?.sequence) ? (before?.sequence ?? 0) + 1 : 1

export function answerAdd(
  before: AddToCartState,
  formData: FormData,
  result: Result<{ itemCount: number }, CartError>,
): AddToCartState {
  if (!isScripted(formData)) redirect(cartPath(result.ok ? { notice: 'added' } : { problem: result.error }))
  const sequence = sequenceAfter(before)
  if (!result.ok) return { outcome: 'refused', text: cartErrorText(result.error), itemCount: 0, sequence }
  const { itemCount } = result.value
  const text = `Added. Your cart holds ${itemCount} ${itemCount === 1 ? 'item' : 'items'}.`
  return { outcome: 'added', text, itemCount, sequence }
}

export function answerChange(before: CartActionState, formData: FormData, message: CartMessage): CartActionState {
  if (!isScripted(formData)) redirect(cartPath(message), RedirectType.replace)
  refresh()
  return { sequence: sequenceAfter(before), message }
}

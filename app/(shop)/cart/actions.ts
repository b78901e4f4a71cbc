'use server'

import { addToCart } from '@/lib/cart/add-to-cart'
import { ensureCartToken, readCartToken } from '@/lib/cart/cart-cookie'
import { lineForm, quantityForm } from '@/lib/cart/forms'
import type { AddToCartState, CartActionState } from '@/lib/cart/model'
import { removeLine } from '@/lib/cart/remove-line'
import { setQuantity } from '@/lib/cart/set-quantity'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { answerAdd, answerChange } from './answers'

export async function addToCartAction(before: AddToCartState, formData: FormData): Promise<AddToCartState> {
  await refuseCrossSite()
  const form = quantityForm(formData)
  const result = form.ok ? await addToCart({ token: await ensureCartToken(), ...form.value }) : form
  return answerAdd(before, formData, result)
}

export async function setQuantityAction(before: CartActionState, formData: FormData): Promise<CartActionState> {
  await refuseCrossSite()
  const form = quantityForm(formData)
  if (!form.ok) return answerChange(before, formData, { problem: form.error })
  const token = await readCartToken()
  const result = token ? await setQuantity({ token, ...form.value }) : null
  if (!result?.ok) return answerChange(before, formData, { problem: result?.error ?? { code: 'not_in_cart' } })
  return answerChange(before, formData, { notice: 'changed' })
}

export async function removeLineAction(before: CartActionState, formData: FormData): Promise<CartActionState> {
  await refuseCrossSite()
  const form = lineForm(formData)
  if (!form.ok) return answerChange(before, formData, { problem: form.error })
  const token = await readCartToken()
  if (token) await removeLine({ token, ...form.value })
  return answerChange(before, formData, { notice: 'removed' })
}

'use server'

import { RedirectType, redirect } from 'next/navigation'
import { addToCart } from '@/lib/cart/add-to-cart'
import { ensureCartToken, readCartToken } from '@/lib/cart/cart-cookie'
import { lineForm, quantityForm } from '@/lib/cart/forms'
import { type AddToCartState, cartPath } from '@/lib/cart/model'
import { removeLine } from '@/lib/cart/remove-line'
import { setQuantity } from '@/lib/cart/set-quantity'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { addedState, refusedState } from './add-to-cart-state'

export async function addToCartAction(before: AddToCartState, formData: FormData): Promise<AddToCartState> {
  await refuseCrossSite()
  const form = quantityForm(formData)
  const result = form.ok ? await addToCart({ token: await ensureCartToken(), ...form.value }) : form
  // Without a script there is nobody to show the answer on the product's page.
  if (formData.get('stay') !== '1') redirect(cartPath(result.ok ? { notice: 'added' } : { problem: result.error }))
  return result.ok ? addedState(before, result.value) : refusedState(before, result.error)
}

export async function setQuantityAction(formData: FormData): Promise<void> {
  await refuseCrossSite()
  const form = quantityForm(formData)
  const token = await readCartToken()
  if (!form.ok) redirect(cartPath({ problem: form.error }), RedirectType.replace)
  const result = token ? await setQuantity({ token, ...form.value }) : null
  redirect(cartPath(result?.ok === false ? { problem: result.error } : { notice: 'changed' }), RedirectType.replace)
}

export async function removeLineAction(formData: FormData): Promise<void> {
  await refuseCrossSite()
  const form = lineForm(formData)
  const token = await readCartToken()
  if (!form.ok) redirect(cartPath({ problem: form.error }), RedirectType.replace)
  if (token) await removeLine({ token, ...form.value })
  redirect(cartPath({ notice: 'removed' }), RedirectType.replace)
}

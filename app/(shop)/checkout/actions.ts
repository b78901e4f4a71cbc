'use server'

import { redirect } from 'next/navigation'
import {
  type CheckoutFormState,
  parseContact,
  readCheckoutValues,
  refusedCheckout,
  refusedFields,
} from '@/components/checkout/checkout-form-state'
import { readCartToken } from '@/lib/cart/cart-cookie'
import { startCheckout } from '@/lib/checkout/start-checkout'
import { systemClock } from '@/lib/clock'
import { ensureBuyerToken } from '@/lib/orders/buyer-cookie'
import { refuseCrossSite } from '@/lib/server-action/same-origin'

export async function startCheckoutAction(before: CheckoutFormState, form: FormData): Promise<CheckoutFormState> {
  await refuseCrossSite()
  const values = readCheckoutValues(form)
  const contact = parseContact(values)
  if (!contact.ok) return refusedFields(before, values, contact.error)
  const cartToken = await readCartToken()
  if (!cartToken) redirect('/cart')
  const buyerToken = await ensureBuyerToken()
  const input = { cartToken, buyerToken, provider: 'pocketsflow', contact: contact.value, clock: systemClock } as const
  const started = await startCheckout(input)
  if (!started.ok) return refusedCheckout(before, values, started.error)
  redirect(started.value.url)
}

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
import { chooseProvider } from '@/lib/checkout/queries'
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
  const { provider, hasOthers } = await chooseProvider(cartToken, values.provider)
  const buyerToken = await ensureBuyerToken()
  const started = await startCheckout({ cartToken, buyerToken, provider, contact: contact.value, clock: systemClock })
  if (!started.ok) return refusedCheckout(before, values, started.error, hasOthers)
  redirect(started.value.url)
}

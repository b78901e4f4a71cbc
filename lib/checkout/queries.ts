import 'server-only'
import type { Cart } from '@/lib/cart/model'
import { findCart } from '@/lib/cart/queries'
import { findGateway, listProviders } from '@/lib/payments/registry'
import { hashToken } from '@/lib/shared/token'
import type { CheckoutProvider } from './model'
import { findOnlyMapping, sellsMapped } from './prepare-sale'

export type CheckoutOffer = {
  cart: Cart
  shipsSomething: boolean
  providers: CheckoutProvider[]
  /** Only a cart that is one mapped item can take a discount code of the provider's. */
  discountOffered: boolean
}

/** What the checkout page shows; null when there is no cart or it is empty. Asks nobody but the database. */
export async function readCheckoutOffer(cartToken: string | null): Promise<CheckoutOffer | null> {
  const cart = cartToken === null ? null : await findCart(cartToken)
  if (!cartToken || !cart || cart.lines.length === 0) return null
  const gateway = findGateway('pocketsflow')
  const mapping =
    gateway?.discounts && sellsMapped(gateway) ? await findOnlyMapping(hashToken(cartToken), gateway) : null
  return {
    cart,
    shipsSomething: cart.lines.some((line) => line.kind === 'physical'),
    providers: await listProviders(),
    discountOffered: mapping !== null && mapping.state !== 'missing' && mapping.state !== 'drifted',
  }
}

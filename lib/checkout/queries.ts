import 'server-only'
import type { Cart } from '@/lib/cart/model'
import { findCart } from '@/lib/cart/queries'
import { type Clock, systemClock } from '@/lib/clock'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { listFailing } from '@/lib/payments/failing'
import { findProvider, providers } from '@/lib/payments/providers'
import { findGateway, listProviders, type ProviderListing } from '@/lib/payments/registry'
import { hashToken } from '@/lib/shared/token'
import { type CheckoutProvider, preselected } from './model'
import { findOnlyMapping, sellsMapped } from './prepare-sale'
import { findSalePlan, isOffered } from './sale-plan'

/** What the checkout of a cart shows and offers. */
export type CheckoutOffer = {
  cart: Cart
  shipsSomething: boolean
  /** Those that are set up and can carry this cart, in the order they are shown; empty when none can. */
  providers: CheckoutProvider[]
}

/** Only a cart that is one mapped item can take a discount code of the provider's. */
async function takesCodes({ id }: ProviderListing, cartToken: string): Promise<boolean> {
  const gateway = findGateway(id)
  if (!gateway?.discounts || !sellsMapped(gateway)) return false
  const mapping = await findOnlyMapping(hashToken(cartToken), gateway)
  return mapping !== null && mapping.state !== 'missing' && mapping.state !== 'drifted'
}

const asCarried = ({ currency, subtotalMinor, lines }: Cart) => ({
  currency,
  // A trial begins with nothing: what a provider must be able to carry is each interval's price.
  totalMinor: lines[0]?.plan?.priceMinor ?? subtotalMinor,
  lineCount: lines.length,
})

/** A subscription is sold only by those that have what sells it. */
async function listSelling(cart: Cart, cartToken: string): Promise<ProviderListing[]> {
  const listings = await listProviders()
  if (!cart.lines.some((line) => line.plan)) return listings
  const selling = await Promise.all(
    listings.map(async ({ id }) => {
      const gateway = findGateway(id)
      const plan = gateway && (await findSalePlan(hashToken(cartToken), gateway))
      return gateway && plan ? isOffered(plan, gateway) : false
    }),
  )
  return listings.filter((_, index) => selling[index])
}

async function listOffered(cart: Cart, cartToken: string, clock: Clock): Promise<CheckoutProvider[]> {
  const [listings, failing] = await Promise.all([listSelling(cart, cartToken), listFailing(clock)])
  const failureOf = ({ id, mode }: ProviderListing) => failing.find((one) => one.provider === id && one.mode === mode)
  const offered = listings.flatMap((listing) => {
    const provider = findProvider(listing.id)
    // While a key is refused, no press of Pay can help; the sweep goes on trying it.
    const isUsable = listing.ready && failureOf(listing)?.code !== 'unauthorized'
    return isUsable && provider?.canCarry(asCarried(cart)) ? [{ listing, words: provider.words }] : []
  })
  return Promise.all(
    offered.map(async ({ listing, words }) => ({
      id: listing.id,
      name: listing.name,
      next: words.next,
      tax: words.tax,
      isFailing: failureOf(listing) !== undefined,
      takesCodes: await takesCodes(listing, cartToken),
    })),
  )
}

/** What the checkout page shows; null when there is no cart or it is empty. Asks nobody but the database. */
export async function readCheckoutOffer(
  cartToken: string | null,
  clock: Clock = systemClock,
): Promise<CheckoutOffer | null> {
  const cart = cartToken === null ? null : await findCart(cartToken)
  if (!cartToken || !cart || cart.lines.length === 0) return null
  return {
    cart,
    shipsSomething: cart.lines.some((line) => line.kind === 'physical'),
    providers: await listOffered(cart, cartToken, clock),
  }
}

/** The provider that a checkout goes on with. */
export type ChosenProvider = {
  provider: ProviderId
  /** Whether the cart could be paid another way too. */
  hasOthers: boolean
}

/** The provider that a form names, known or not ready as it may be; the preselected one where it names none of ours. */
export async function chooseProvider(cartToken: string, asked: string | undefined): Promise<ChosenProvider> {
  const offered = (await readCheckoutOffer(cartToken))?.providers ?? []
  const named = providers.find(({ id }) => id === asked) ?? preselected(offered) ?? providers[0]
  if (!named) throw new Error('the shop knows no payment provider')
  return { provider: named.id, hasOthers: offered.some(({ id }) => id !== named.id) }
}

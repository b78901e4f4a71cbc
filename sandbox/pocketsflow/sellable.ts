import type { Offer, Product } from './model'
import type { World } from './world'

/** A subscription offer as the hosted page sells it: like a product whose price comes again. */
function productOfOffer(offer: Offer): Product {
  const { price, name, currency, published } = offer
  return {
    ...offer,
    name: String(name),
    price: Number(price),
    currency: typeof currency === 'string' ? currency : 'USD',
    type: 'subscription',
    active: true,
    published: published !== false,
  }
}

/** What a session's productId names: a product, or an offer (integrators send its id in the same field). */
export function findSellable(world: World, id: string): Product | undefined {
  const offer = world.books.offers.get(id)
  return offer ? productOfOffer(offer) : world.books.products.get(id)
}

/** Days before the first charge; 0 without a trial. */
export const trialDaysOf = (product: Product): number => Number(product.trialPeriod ?? 0)

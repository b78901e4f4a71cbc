import type { Collection, Store } from '../store'
import type {
  Buyer,
  Dashboard,
  Discount,
  Element,
  Offer,
  Order,
  Payment,
  Product,
  Subscription,
  WaitingLetter,
} from './model'

export type Books = {
  products: Collection<Product>
  offers: Collection<Offer>
  elements: Collection<Element>
  buyers: Collection<Buyer>
  orders: Collection<Order>
  payments: Collection<Payment>
  subscriptions: Collection<Subscription>
  discounts: Collection<Discount>
  dashboard: Collection<Dashboard>
  letters: Collection<WaitingLetter>
}

/** What the names of this provider's collections begin with. */
export const COLLECTIONS = 'fungies.'
export const DASHBOARD_COLLECTION = 'fungies.dashboard'

export function openBooks(store: Store): Books {
  return {
    products: store.collection('fungies.products'),
    offers: store.collection('fungies.offers'),
    elements: store.collection('fungies.elements'),
    buyers: store.collection('fungies.buyers'),
    orders: store.collection('fungies.orders'),
    payments: store.collection('fungies.payments'),
    subscriptions: store.collection('fungies.subscriptions'),
    discounts: store.collection('fungies.discounts'),
    dashboard: store.collection(DASHBOARD_COLLECTION),
    letters: store.collection('fungies.letters'),
  }
}

import { idFor } from '../ids'
import type { Collection, Store } from '../store'
import type {
  Account,
  Customer,
  Discount,
  Membership,
  Offer,
  Order,
  Product,
  Refund,
  Review,
  Session,
  Upsell,
  Variant,
  Webhook,
} from './model'

/** How far the provider's clock was moved. */
type Clock = { _id: 'clock'; offsetMs: number }

export type Books = {
  products: Collection<Product>
  variants: Collection<Variant>
  sessions: Collection<Session>
  orders: Collection<Order>
  customers: Collection<Customer>
  discounts: Collection<Discount>
  refunds: Collection<Refund>
  webhooks: Collection<Webhook>
  upsells: Collection<Upsell>
  offers: Collection<Offer>
  memberships: Collection<Membership>
  clock: Collection<Clock>
  reviews: Collection<Review>
  accounts: Collection<Account>
}

/** What the names of this provider's collections begin with. */
export const COLLECTIONS = 'pocketsflow.'
export const WEBHOOKS_COLLECTION = 'pocketsflow.webhooks'

export function openBooks(store: Store): Books {
  return {
    products: store.collection('pocketsflow.products'),
    variants: store.collection('pocketsflow.variants'),
    sessions: store.collection('pocketsflow.sessions'),
    orders: store.collection('pocketsflow.orders'),
    customers: store.collection('pocketsflow.customers'),
    discounts: store.collection('pocketsflow.discounts'),
    refunds: store.collection('pocketsflow.refunds'),
    webhooks: store.collection(WEBHOOKS_COLLECTION),
    upsells: store.collection('pocketsflow.upsells'),
    offers: store.collection('pocketsflow.offers'),
    memberships: store.collection('pocketsflow.memberships'),
    clock: store.collection('pocketsflow.clock'),
    reviews: store.collection('pocketsflow.reviews'),
    accounts: store.collection('pocketsflow.accounts'),
  }
}

/** The one merchant of a mode; test and live share nothing but the person. */
export function accountOf(books: Books, testMode: boolean): Account {
  const mode = testMode ? 'test' : 'live'
  const id = idFor(`account ${mode}`)
  return (
    books.accounts.get(id) ?? {
      _id: id,
      userId: `auth0|${idFor(`user ${mode}`)}`,
      email: 'merchant@sandbox.example',
      subdomain: testMode ? 'sandbox-test' : 'sandbox',
      currency: 'USD',
      country: 'US',
      testMode,
    }
  )
}

import type { Store } from '../store'
import type {
  Coupon,
  Customer,
  FlexEvent,
  Invoice,
  Pending,
  Price,
  Product,
  Refund,
  Remembered,
  Session,
  Subscription,
  Webhook,
} from './model'

export type Books = ReturnType<typeof openBooks>

/** What the names of this provider's collections begin with. */
export const COLLECTIONS = 'flex.'
export const WEBHOOKS_COLLECTION = 'flex.webhooks'

export function openBooks(store: Store) {
  return {
    products: store.collection<Product>('flex.products'),
    prices: store.collection<Price>('flex.prices'),
    coupons: store.collection<Coupon>('flex.coupons'),
    customers: store.collection<Customer>('flex.customers'),
    sessions: store.collection<Session>('flex.sessions'),
    refunds: store.collection<Refund>('flex.refunds'),
    webhooks: store.collection<Webhook>(WEBHOOKS_COLLECTION),
    events: store.collection<FlexEvent>('flex.events'),
    pending: store.collection<Pending>('flex.pending'),
    subscriptions: store.collection<Subscription>('flex.subscriptions'),
    invoices: store.collection<Invoice>('flex.invoices'),
    answers: store.collection<Remembered>('flex.answers'),
  }
}

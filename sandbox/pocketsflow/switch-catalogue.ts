import {
  API_SWITCHES,
  checkoutUrl,
  DELIVERY_SWITCHES,
  listShift,
  SALE_SWITCHES,
  visibleAfter,
  wrongIn,
} from '../common-switches'
import { choice, integer, onOff, overlay } from '../switch-kinds'
import type { ValuesOf } from '../switches'

/** Everything that can be made to go differently or wrong, grouped by what goes wrong in the world. */
export const SWITCHES = {
  ...SALE_SWITCHES,
  wrong_in: wrongIn,
  price_taken: choice('money', 'Which price the buyer pays', ['at_payment', 'at_session'], 'at_payment'),

  payload_form: choice(
    'webhook',
    'Form of order.completed: A major units, B minor units',
    ['A', 'A_minor', 'A_no_event', 'A_bare', 'B', 'enveloped'],
    'A',
  ),
  webhook_metadata: onOff('webhook', 'Metadata in the webhook', 'on'),
  webhook_id: choice('webhook', 'webhookId names the', ['endpoint', 'delivery'], 'endpoint'),
  ...DELIVERY_SWITCHES,
  webhook_timestamp: choice('webhook', 'Unit of X-Pocketsflow-Timestamp', ['ms', 's', 'absent'], 'ms'),
  webhook_event_header: onOff('webhook', 'X-Pocketsflow-Event is sent', 'on'),
  webhook_timeout_ms: integer('webhook', 'Webhook is cut off after, in ms', { min: 50, max: 60_000, initial: 5000 }),

  ...API_SWITCHES,

  order_get: choice('answers', 'GET /orders/:id answers', ['bare', 'wrapped'], 'bare'),
  get_metadata: onOff('answers', 'Metadata in GET /orders/:id', 'on'),
  list_metadata: onOff('answers', 'Metadata in GET /orders', 'on'),
  order_gross: choice('answers', 'grossAmount is', ['with_tax', 'before_tax'], 'with_tax'),
  order_before_tax: onOff('answers', 'amountBeforeTax in orders', 'on'),
  order_overrides: overlay('answers', 'JSON merge patch on each order the API shows'),
  product_id_key: choice('answers', 'A created product calls its id', ['_id', 'id'], '_id'),
  discount_validate: choice('answers', 'POST /discounts/validate answers', ['flag', 'discount_or_404'], 'flag'),
  webhook_secret_on_read: choice('answers', 'A webhook read later shows its secret', ['hidden', 'shown'], 'hidden'),
  missing_urls_400: onOff('answers', 'Sessions need successUrl and cancelUrl', 'on'),

  checkout_url: checkoutUrl,
  session_reuse: onOff('page', 'A paid session can be paid again', 'off'),
  unpublished_products: choice('page', 'Unpublished products are', ['refused', 'sold'], 'refused'),
  extra_query_params: onOff('page', 'Unknown query parameters on the way back', 'off'),

  order_visible_after_ms: visibleAfter('A new order is listed only after, in ms'),
  page_size_cap: integer('list', 'Largest page', { min: 1, max: 1000, initial: 100 }),
  list_shift: listShift,
  list_duplicates: onOff('list', 'Every order is listed twice', 'off'),

  invoice_events: choice('subscription', 'A paid invoice is told as', ['both', 'paid', 'payment_succeeded'], 'both'),
  invoice_unit: choice('subscription', 'Amounts in invoice events are in', ['minor', 'major'], 'minor'),
  subscription_form: choice('subscription', 'Form of subscription events', ['full', 'older'], 'full'),
  subscription_orders: choice(
    'subscription',
    'Charges of subscriptions in GET /orders',
    ['hidden', 'listed'],
    'hidden',
  ),
  subscription_periods: onOff('subscription', 'The API shows the interval of a subscription', 'on'),
  subscription_metadata: onOff('subscription', 'The API shows the metadata of a subscription', 'off'),
  subscription_cancel: choice(
    'subscription',
    'Cancelling through the API ends it',
    ['at_period_end', 'at_once'],
    'at_period_end',
  ),
  pause_event: choice('subscription', 'A pause is told as customer.subscription.', ['pause', 'paused'], 'pause'),
  trial_status: choice('subscription', 'A subscription in its trial is called', ['trialing', 'active'], 'trialing'),
  trial_invoice: choice('subscription', 'A trial begins with an invoice', ['none', 'zero'], 'none'),

  refund_form: choice('refund', 'Form of order.refunded', ['with_object', 'order_shape'], 'with_object'),
  refund_status: choice('refund', 'A new refund is', ['completed', 'pending', 'failed'], 'completed'),
  refund_reply: choice('refund', 'The answer to POST /refunds', ['normal', 'lost'], 'normal'),
  partial_sets_refunded: onOff('refund', 'A partial refund sets isRefunded', 'off'),
} as const

export type SwitchValues = ValuesOf<typeof SWITCHES>

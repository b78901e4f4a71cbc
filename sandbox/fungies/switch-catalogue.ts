import {
  API_SWITCHES,
  clockOffset,
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
  offer_price_unit: choice('money', 'A price that is written is read as', ['minor', 'decimal'], 'minor'),
  ...SALE_SWITCHES,
  wrong_in: wrongIn,

  ...DELIVERY_SWITCHES,
  signature_prefix: choice('webhook', 'The signature begins with', ['sha256_', 'sha256=', 'nothing'], 'sha256_'),
  webhook_retries: integer('webhook', 'Times a failed webhook is sent again', { min: 0, max: 5, initial: 5 }),
  webhook_retry_after_ms: integer('webhook', 'Time before it is sent again, in ms', {
    min: 0,
    max: 600_000,
    initial: 2000,
  }),
  webhook_timeout_ms: integer('webhook', 'Webhook is cut off after, in ms', { min: 50, max: 60_000, initial: 30_000 }),
  event_form: choice(
    'webhook',
    'Form of payment_success',
    ['full', 'thin', 'dotted', 'order_paid', 'other_keys'],
    'full',
  ),
  event_items: choice('webhook', 'Items in an event', ['full', 'empty'], 'full'),
  event_payment: onOff('webhook', 'The payment is part of an event', 'on'),
  string_quantity: onOff('webhook', 'Quantities are text', 'off'),
  same_ids: onOff('webhook', 'The payment in an event carries the id of its order', 'off'),
  failed_status: choice('webhook', 'Status in payment_failed', ['PAID', 'FAILED'], 'PAID'),
  test_mode_flag: choice('webhook', 'testMode', ['as_it_is', 'true', 'false', 'absent'], 'as_it_is'),
  subscription_order: choice(
    'webhook',
    'subscription_created comes',
    ['before_payment', 'after_payment'],
    'before_payment',
  ),

  ...API_SWITCHES,

  error_form: choice('answers', 'An error is', ['object', 'string', 'message'], 'object'),
  error_http_200: onOff('answers', 'Errors come with HTTP 200', 'off'),
  secret_needed: choice('answers', 'The secret key is needed for', ['post_patch_delete', 'post'], 'post_patch_delete'),
  offer_status: choice('answers', 'A new offer is', ['OPEN', 'DRAFT'], 'OPEN'),
  element_path: choice('answers', 'Elements are made at', ['documented', 'short'], 'documented'),
  status_case: choice(
    'answers',
    'Status of products and offers',
    ['OPEN_ARCHIVED', 'active_archived'],
    'OPEN_ARCHIVED',
  ),
  list_count: onOff('answers', 'Lists tell count and hasMore', 'off'),
  charges: onOff('answers', 'Payments tell their charges', 'off'),
  order_payment: choice('answers', 'An order shows its payment', ['always', 'by_itself', 'never'], 'always'),
  order_tax: choice('answers', 'Tax and fee are told by', ['both', 'order', 'payment'], 'both'),
  order_overrides: overlay('answers', 'JSON merge patch on each order the API shows'),
  payment_overrides: overlay('answers', 'JSON merge patch on each payment the API shows'),
  offer_overrides: overlay('answers', 'JSON merge patch on each offer the API shows'),

  clock_offset_ms: clockOffset,
  limit_kept: onOff('page', 'An offer is sold no more often than its limit', 'on'),
  archived_sold: onOff('page', 'Archived offers are sold all the same', 'off'),

  order_visible_after_ms: visibleAfter('A new order is shown only after, in ms'),
  sold_items_late: onOff('list', 'soldItems stays behind', 'off'),
  page_size_cap: integer('list', 'Largest page', { min: 1, max: 1000, initial: 100 }),
  list_shift: listShift,

  refund_event: choice(
    'refund',
    'Name of the refund event',
    ['payment_refunded', 'payment_refund'],
    'payment_refunded',
  ),
  refund_status: choice('refund', 'Status in the refund event', ['PAID', 'as_it_is'], 'PAID'),
  refund_amount: onOff('refund', 'The refund event tells payment.refundAmount', 'off'),
  refund_items: choice('refund', 'Items in the refund event', ['empty', 'full'], 'empty'),
} as const

export type SwitchValues = ValuesOf<typeof SWITCHES>

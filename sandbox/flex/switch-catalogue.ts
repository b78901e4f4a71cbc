import {
  API_SWITCHES,
  checkoutUrl,
  clockOffset,
  DAY_MS,
  DELIVERY_SWITCHES,
  listShift,
  offset,
  visibleAfter,
  wrongIn,
} from '../common-switches'
import { choice, integer, onOff, overlay, text } from '../switch-kinds'
import type { ValuesOf } from '../switches'
import { NEXT_ACTIONS } from './model'

/** Everything that can be made to go differently or wrong, grouped by what goes wrong in the world. */
export const SWITCHES = {
  amount_offset_minor: offset('Wrong amount received: cents added or taken away'),
  total_offset_minor: offset('Wrong total of new sessions: cents added or taken away'),
  currency_override: text(
    'money',
    'Sessions name a currency (such as EUR)',
    /^[A-Za-z]{3}$/,
    'empty, or three letters',
  ),
  wrong_in: wrongIn,
  split_carts: onOff('money', 'Two cards pay one session (two payment intents)', 'off'),

  envelope: choice(
    'webhook',
    'Envelope: A flat, B in “event” with bare fields, or variants',
    ['A', 'B', 'A_wrapped', 'A_id', 'A_only_id'],
    'A',
  ),
  event_spelling: choice('webhook', 'checkout.session.completed is written', ['dotted', 'underscored'], 'dotted'),
  header_family: choice(
    'webhook',
    'Names of the three headers',
    ['webhook', 'svix', 'flex', 'webhook_and_svix'],
    'webhook',
  ),
  signatures: choice('webhook', 'Signatures sent', ['one', 'good_first', 'good_last'], 'one'),
  signature_age_s: integer('webhook', 'Age of the signed timestamp, in s', { min: -DAY_MS, max: DAY_MS, initial: 0 }),
  secret_prefix: choice('webhook', 'New secrets begin with', ['fwhsec_', 'whsec_'], 'fwhsec_'),
  ...DELIVERY_SWITCHES,
  webhook_timeout_ms: integer('webhook', 'Webhook is cut off after, in ms', { min: 50, max: 60_000, initial: 15_000 }),
  webhook_retries: choice('webhook', 'Refused webhooks are sent again', ['slow', 'quick', 'never'], 'slow'),
  invoice_events: choice(
    'webhook',
    'A paid invoice is told as invoice.paid, payment_succeeded or both',
    ['paid', 'payment_succeeded', 'both'],
    'paid',
  ),
  expired_event: onOff('webhook', 'checkout.session.expired is sent', 'off'),

  ...API_SWITCHES,

  error_shape: choice('answers', 'Errors are shaped', ['detail', 'error_code', 'error_type'], 'detail'),
  unwrapped_bodies: choice('answers', 'Bodies without their wrapper are', ['refused', 'taken'], 'refused'),
  idempotency: choice('answers', 'Idempotency-Key is', ['honoured', 'ignored'], 'honoured'),
  session_id_key: choice(
    'answers',
    'A session calls its id',
    ['checkout_session_id', 'id', 'success_url_only'],
    'checkout_session_id',
  ),
  product_id_key: choice('answers', 'A product calls its id', ['product_id', 'id'], 'product_id'),
  unknown_product: choice(
    'answers',
    'An unknown product in a session answers',
    ['price_not_found', 'product_not_found', 'not_found_404'],
    'price_not_found',
  ),
  url_key: choice('answers', 'The page of a session is in', ['redirect_url', 'url'], 'redirect_url'),
  timestamps: choice('answers', 'created_at and expires_at are', ['seconds', 'iso'], 'seconds'),
  email_in: choice('answers', 'The e-mail is in', ['customer', 'customer_details'], 'customer'),
  lines_embedded: onOff('answers', 'Lines are in the session too', 'off'),
  interval_spelling: choice('answers', 'Intervals are spelled', ['any', 'month', 'monthly'], 'any'),
  interval_override: text(
    'answers',
    'A session renews otherwise than asked (such as year)',
    /^[a-z]{1,20}$/,
    'empty, or a word',
  ),
  intents_form: choice('answers', 'Payment intents are', ['list', 'single'], 'list'),
  subscription_metadata: onOff('answers', 'Subscriptions show the metadata of their session', 'on'),
  subscription_calls: choice('answers', 'Calls for subscriptions and invoices', ['answered', 'unknown'], 'answered'),
  free_received: choice('answers', 'A session of nothing says that it received', ['zero', 'no_figure'], 'zero'),
  cancel_ends: choice('answers', 'A cancelled subscription ends', ['now', 'with_period'], 'now'),
  complete_status: text(
    'answers',
    'A completed session says it is (such as paid)',
    /^[a-z_]{1,30}$/,
    'empty, or a word in lower case',
  ),
  session_overrides: overlay('answers', 'JSON merge patch on each session the API shows'),

  checkout_url: checkoutUrl,
  complete_after_ms: integer('page', 'A paid session is complete only after, in ms', {
    min: 0,
    max: DAY_MS,
    initial: 0,
  }),
  next_action: choice('page', 'After “Pay” the buyer must first', ['none', ...NEXT_ACTIONS], 'none'),
  cancel_substitutes: onOff('page', 'The session id is put into cancel_url too', 'off'),
  clock_offset_ms: clockOffset,

  session_visible_after_ms: visibleAfter('A new session is listed only after, in ms'),
  page_size_cap: integer('list', 'Largest page', { min: 1, max: 100, initial: 100 }),
  list_shift: listShift,
  list_duplicates: onOff('list', 'Every session is listed twice', 'off'),
  reference_filter: choice('list', 'client_reference_id narrows the list', ['yes', 'ignored'], 'yes'),
  intent_filter: choice('list', 'payment_intent narrows the list', ['yes', 'ignored'], 'ignored'),

  refund_end: choice(
    'refund',
    'A new refund',
    ['pending_then_succeeded', 'pending_then_failed', 'stays_pending', 'succeeded', 'failed', 'requires_action'],
    'pending_then_succeeded',
  ),
  refund_ends_after_ms: integer('refund', 'A pending refund ends after, in ms', { min: 0, max: DAY_MS, initial: 500 }),
  refund_answer: choice('refund', 'The answer to a refund is', ['refunds', 'session', 'lost'], 'refunds'),
  refund_invoice: onOff('refund', 'A refund of a renewal names its invoice', 'on'),
  refunded_counts: choice('refund', 'amount_refunded counts', ['pending_too', 'succeeded'], 'pending_too'),
} as const

export type SwitchValues = ValuesOf<typeof SWITCHES>

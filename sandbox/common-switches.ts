import { choice, countOf, integer, onOff, optionalInteger, overlay, text } from './switch-kinds'

export const DAY_MS = 86_400_000
const MAX_OFFSET_MINOR = 10_000_000

/** How any provider's API may be slow or fail. */
export const API_SWITCHES = {
  api_latency_ms: integer('api', 'Each answer takes, in ms', { min: 0, max: 600_000, initial: 0 }),
  api_fault: choice(
    'api',
    'Fault',
    [
      'none',
      '400',
      '401',
      '403',
      '404',
      '409',
      '429',
      '500',
      '502',
      '503',
      '504',
      'html',
      'empty',
      'cut_json',
      'reset',
      'reset_mid_body',
      'blackhole',
      'slow_body',
      'redirect',
      'big_50mb',
    ],
    'none',
  ),
  api_fault_scope: text(
    'api',
    'Only calls that begin with (such as POST /checkout/sessions)',
    /^([A-Z]+ )?\/\S*$/,
    'empty, a path, or a method and a path, such as "POST /checkout/sessions" or "/orders"',
  ),
  api_fault_count: optionalInteger('api', 'Only the next n calls (empty: all)', { min: 0, max: 1_000_000 }),
  api_fault_when: choice('api', 'The fault comes', ['instead', 'after_doing'], 'instead'),
  retry_after: choice('api', 'Retry-After on 429 and 503', ['seconds', 'date', 'none', 'huge'], 'seconds'),
  rate_limit_per_minute: integer('api', 'Calls per minute and key (0: no limit)', {
    min: 0,
    max: 1_000_000,
    initial: 0,
  }),
} as const

/** What may befall any provider's webhooks on their way. */
export const DELIVERY_SWITCHES = {
  webhook_timing: choice(
    'webhook',
    'Webhook and redirect',
    ['with_redirect', 'before_redirect', 'after_redirect'],
    'with_redirect',
  ),
  webhook_delay_ms: integer('webhook', 'Delay of each webhook, in ms', { min: 0, max: DAY_MS, initial: 0 }),
  webhook_drop: countOf('webhook', 'Webhooks that are lost'),
  webhook_copies: integer('webhook', 'Copies of each webhook', { min: 1, max: 100, initial: 1 }),
  webhook_copies_apart_ms: integer('webhook', 'Time between copies, in ms (0: the same instant)', {
    min: 0,
    max: 600_000,
    initial: 0,
  }),
  webhook_reorder: onOff('webhook', 'Hold a webhook until the next one has gone', 'off'),
  webhook_forge: choice(
    'webhook',
    'Send a forged webhook as well',
    ['none', 'wrong_secret', 'unsigned', 'tampered'],
    'none',
  ),
  webhook_overrides: overlay('webhook', 'JSON merge patch on each webhook body before signing'),
} as const

/** What the buyer of a provider that adds tax is charged, and how it can be told wrongly. */
export const SALE_SWITCHES = {
  tax: choice('money', 'Tax added on the hosted page', ['none', 'added'], 'none'),
  tax_percent: optionalInteger('money', 'Tax rate in percent (empty: by country)', { min: 0, max: 50 }),
  amount_offset_minor: offset('Wrong amount: minor units added or taken away'),
  currency_override: text('money', 'Wrong currency (such as EUR)', /^[A-Za-z]{3}$/, 'empty, or three letters'),
} as const

export const wrongIn = choice('money', 'Where the wrong amount or currency shows', ['both', 'webhook', 'api'], 'both')

/** Minor units by which a figure is wrong. */
export function offset(label: string) {
  return integer('money', label, { min: -MAX_OFFSET_MINOR, max: MAX_OFFSET_MINOR, initial: 0 })
}

/** How late a new entry is listed, by what the provider lists. */
export const visibleAfter = (label: string) => integer('list', label, { min: 0, max: DAY_MS, initial: 0 })

export const listShift = integer('list', 'Rows by which later pages are shifted (-: repeated, +: skipped)', {
  min: -50,
  max: 50,
  initial: 0,
})

export const clockOffset = integer('page', 'The provider’s clock is ahead by, in ms', {
  min: 0,
  max: 4_000 * DAY_MS,
  initial: 0,
})

export const checkoutUrl = choice(
  'page',
  'The URL of a session is',
  ['normal', 'http_other_host', 'javascript', 'relative'],
  'normal',
)

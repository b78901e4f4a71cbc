import { z } from 'zod'
import type { OrderMailView } from '@/lib/mail/model'
import type { Address, Fulfilment, OrderLineView, OrderStatus } from '@/lib/orders/model'
import { orderStatuses } from '@/lib/orders/model'
import type { InboxState } from '@/lib/webhooks/model'

/** Words and shapes of the back office; safe in the browser. */

/** How the shop's own wall clock reads moments: the time zone, and the moment that "5 min ago" counts from. */
export type WallClock = { timeZone: string; now: Date }

/** `to_fulfil`: paid, and not everything has been sent. */
export const orderTabs = [...orderStatuses, 'to_fulfil'] as const
export type OrderTab = (typeof orderTabs)[number]

/** How merchants read an order's status. */
export const orderStatusTexts: Record<OrderStatus, string> = {
  awaiting_payment: 'Awaiting payment',
  partly_paid: 'Partly paid',
  paid: 'Paid',
  partially_refunded: 'Partly refunded',
  refunded: 'Refunded',
  needs_review: 'Needs review',
  failed: 'Failed',
  expired: 'Expired',
  cancelled: 'Cancelled',
}

/** How merchants read how far an order was sent. */
export const fulfilmentTexts: Record<Fulfilment, string> = {
  unfulfilled: 'Unfulfilled',
  partly_fulfilled: 'Partly fulfilled',
  fulfilled: 'Fulfilled',
}

/** What stands beside an order's status. Amounts in minor units of the order's currency. */
export type OrderFlags = { paidLate: boolean; paidTwice: boolean; disputed: boolean; refundDueMinor: number }

/** An order in the list. */
export type OrderRow = OrderFlags & {
  id: number
  number: number
  mode: 'test' | 'live'
  status: OrderStatus
  fulfilment: Fulfilment
  placedAt: Date
  paidAt: Date | null
  name: string
  email: string
  itemCount: number
  firstItem: string
  currency: string
  totalMinor: number
}

/** The state of the order list, as its address says it. Pages are counted by the order's id, never by offset. */
export type OrderFilter = { tab: OrderTab | null; search: string; olderThan: number | null; newerThan: number | null }

/** What the orders page shows: one page of rows and where to go from it. */
export type OrderPage = {
  rows: OrderRow[]
  /** Ids to page from, null where there is nothing further. */
  olderThan: number | null
  newerThan: number | null
  /** exact: number, whole e-mail or provider's id; begins: e-mails that begin so; null: nothing was searched. */
  match: 'exact' | 'begins' | null
}

/** Orders per tab, at most `countCap` each. */
export type OrderCounts = Record<OrderTab, number>
export const countCap = 9_999
/** How many orders one page of the list shows. */
export const ordersPerPage = 50

type Params = Record<string, string | string[] | undefined>

const cursor = z.coerce.number().int().min(1).max(2_147_483_647).nullable().catch(null)

/** Reads the list's state from its address; what makes no sense counts as not given. */
export function readOrderFilter(params: Params): OrderFilter {
  const one = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined)
  return {
    tab: orderTabs.find((tab) => tab === one('status')) ?? null,
    search: (one('q') ?? '').trim(),
    olderThan: cursor.parse(one('older') ?? null),
    newerThan: cursor.parse(one('newer') ?? null),
  }
}

/** The address of a list's state. */
export function orderListPath(filter: Partial<OrderFilter>): string {
  const query = new URLSearchParams()
  if (filter.tab) query.set('status', filter.tab)
  if (filter.search) query.set('q', filter.search)
  if (filter.olderThan) query.set('older', String(filter.olderThan))
  if (filter.newerThan) query.set('newer', String(filter.newerThan))
  return query.size > 0 ? `/admin/orders?${query}` : '/admin/orders'
}

/** What a search may mean; null parts cannot match. */
export type SearchMeaning = { number: number | null; email: string; providerId: string }

const longestSearch = 320

/** Reads a search box. Null when it can match nothing: empty, longer than any e-mail, or with a NUL. */
export function readSearch(text: string): SearchMeaning | null {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > longestSearch || trimmed.includes('\0')) return null
  const digits = /^#?\s*(\d{1,9})$/.exec(trimmed)?.[1]
  return { number: digits ? Number(digits) : null, email: trimmed.toLowerCase(), providerId: trimmed }
}

/** One provider session of an order. */
export type AttemptView = {
  number: number
  provider: string
  providerName: string
  mode: 'test' | 'live'
  state: string
  expectedMinor: number
  currency: string
  discountCode: string | null
  providerSessionId: string | null
  providerProductId: string | null
  failureCode: string | null
  failureDetail: string | null
  createdAt: Date
}

/** An amount and who told it: webhook, api or expected; null when nobody did. */
type Figure = { amountMinor: number | null; from: string | null }

/** A payment as the page of its order shows it; minor units. */
export type PaymentView = {
  id: number
  providerName: string
  mode: 'test' | 'live'
  providerOrderId: string
  verdict: string
  difference: string | null
  currency: string
  figures: { name: string; figure: Figure }[]
  refundedMinor: number
  buyerEmail: string | null
  confirmedBy: string
  recordedAt: Date
  /** What else the provider tells of it; `href` is an https address at the provider. */
  details: { label: string; value: string; href?: string | undefined }[]
}

/** A stored webhook delivery; `body` is text for reading only, cut to what a page should carry. */
export type EventView = {
  id: number
  providerName: string
  receivedAt: Date
  eventName: string | null
  providerOrderId: string | null
  state: InboxState
  reason: string | null
  tries: number
  tookMs: number | null
  headers: [string, string][]
  body: string
  bodyBytes: number
  isCut: boolean
}

/** One entry of an order's story. */
export type TimelineView = {
  id: number
  at: Date
  actor: string
  merchantName: string | null
  kind: string
  fromStatus: OrderStatus | null
  toStatus: OrderStatus | null
  text: string
}

/** An order with its whole story. */
export type OrderDetail = OrderFlags & {
  id: number
  number: number
  mode: 'test' | 'live'
  status: OrderStatus
  fulfilment: Fulfilment
  currency: string
  subtotalMinor: number
  discountMinor: number
  discountCode: string | null
  totalMinor: number
  name: string
  email: string
  address: Address | null
  placedAt: Date
  paidAt: Date | null
  expiresAt: Date
  holdExpiresAt: Date
  stockState: 'held' | 'released' | 'sold'
  checkedAt: Date | null
  /** When the sweeper asks about it next; null = not planned. */
  nextCheckAt: Date | null
  confirmedBy: string | null
  receiptNumber: number | null
  reviewReason: string | null
  lines: (OrderLineView & { sku: string; fulfilledAt: Date | null })[]
  attempts: AttemptView[]
  payments: PaymentView[]
  events: EventView[]
  timeline: TimelineView[]
  mails: OrderMailView[]
}

/** Something about a provider that the merchant should know, with its cause and its cure. */
export type ProviderNotice = { tone: 'warn' | 'bad'; title: string; text: string; at: Date | null }

/** A message that a redirect carries to the next page. */
export type Notice = { tone: 'good' | 'warn' | 'bad'; text: string }

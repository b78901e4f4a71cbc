import { deliveryToNobody, forgedDelivery, signedDelivery } from './deliveries'
import type { LoadRequest } from './load-job'
import type { OpenOrder } from './orders'

export type TargetName =
  | 'empty page'
  | 'product page'
  | 'empty page, br'
  | 'product page, br'
  | 'empty POST'
  | 'settled webhook'
  | 'bad signature'
  | 'empty GET'
  | 'status'

export type Target = {
  name: TargetName
  expectedStatus: number
  /** The requests of one round of this many. */
  requestsFor(amount: number): LoadRequest[]
}

/** Every order is paid once, so each settlement has one of its own; everything else may come again. */
export type Supplies = { toSettle: OpenOrder[]; toAskAbout: OpenOrder[]; productSlug: string }

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36'

/** What browsers say they can unpack. */
export const browserEncodings = { 'accept-encoding': 'gzip, deflate, br, zstd' }

/** A visit as a browser makes it, save that it asks for no compression. */
export const visit = (path: string, headers: Record<string, string> = {}): LoadRequest => ({
  method: 'GET',
  path,
  headers: { accept: 'text/html,*/*;q=0.8', 'user-agent': BROWSER, ...headers },
})

export const statusPath = (order: OpenOrder) => `/api/orders/${order.token}/status`

const poll = (path: string): LoadRequest => ({ method: 'GET', path, headers: { accept: 'application/json' } })

/** What the rounds measure, each beside what it is compared with. */
export function makeTargets({ toSettle, toAskAbout, productSlug }: Supplies): {
  targets: Target[]
  countDelivered(): number
} {
  const deliveries = toSettle.map(signedDelivery)
  const forged = toAskAbout.map(forgedDelivery)
  const toNobody = toAskAbout.map(deliveryToNobody)
  const polls = toAskAbout.map((order) => poll(statusPath(order)))
  const visits = (path: string, headers?: Record<string, string>) => () => [visit(path, headers)]
  const productPath = `/products/${productSlug}`
  const targets: Target[] = [
    { name: 'empty page', expectedStatus: 200, requestsFor: visits('/bench/empty') },
    { name: 'product page', expectedStatus: 200, requestsFor: visits(productPath) },
    { name: 'empty page, br', expectedStatus: 200, requestsFor: visits('/bench/empty', browserEncodings) },
    { name: 'product page, br', expectedStatus: 200, requestsFor: visits(productPath, browserEncodings) },
    { name: 'empty POST', expectedStatus: 200, requestsFor: () => toNobody },
    { name: 'settled webhook', expectedStatus: 200, requestsFor: (amount) => deliveries.splice(0, amount) },
    { name: 'bad signature', expectedStatus: 400, requestsFor: () => forged },
    { name: 'empty GET', expectedStatus: 200, requestsFor: () => [poll('/api/bench/empty')] },
    { name: 'status', expectedStatus: 200, requestsFor: () => polls },
  ]
  return { targets, countDelivered: () => toSettle.length - deliveries.length }
}

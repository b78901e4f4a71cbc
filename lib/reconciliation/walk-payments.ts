import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { PaymentPage, PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import { err, ok, type Result } from '@/lib/shared/result'

/** What is read, and what becomes of it. */
export type Walk = {
  from: Date
  ask: (query: PaymentQuery) => Promise<Result<PaymentPage, GatewayError>>
  /** Gets each payment once, a page at a time, newest first. */
  visit: (payments: ProviderPayment[]) => Promise<void>
}

/** Where the next page is looked for: up to a moment, and how many pages below it. */
type Place = { to: Date | null; page: number; entriesSoFar: number }

const mostPages = 5_000

const timesOf = (payments: ProviderPayment[]) => payments.map((payment) => payment.createdAt?.getTime() ?? Number.NaN)

/** The oldest moment of a page that is sorted as promised; null when there is none to go on from. */
function oldestOf({ payments }: PaymentPage): Date | null {
  const times = timesOf(payments)
  const [first = Number.NaN] = times
  const last = times.at(-1) ?? Number.NaN
  const oldest = Math.min(...times)
  return Number.isNaN(oldest) || first < last ? null : new Date(oldest)
}

function isLast({ entryCount, hasMore, totalCount }: PaymentPage, { entriesSoFar }: Place): boolean {
  if (entryCount === 0) return true
  // A page may be cut short without a word, and “more” be reckoned from the length that was asked for.
  return !hasMore && (totalCount === null || entriesSoFar + entryCount >= totalCount)
}

/** Goes on from the oldest payment that was seen, so that nothing is skipped while the list shifts; else from the next page. */
function nextPlace(page: PaymentPage, place: Place, followsTime: boolean): Place {
  const oldest = followsTime ? oldestOf(page) : null
  if (oldest && (place.to === null || oldest < place.to)) return { to: oldest, page: 1, entriesSoFar: 0 }
  return { ...place, page: place.page + 1, entriesSoFar: place.entriesSoFar + page.entryCount }
}

/**
 * Reads all payments since `from`, however the list shifts, doubles or cuts its pages meanwhile. Each question begins at
 * the oldest payment that is known already; where the provider does not show that one again, its dates mean something
 * else, and the list is read by page numbers until one is empty. @returns how many payments there were.
 */
export async function walkPayments({ from, ask, visit }: Walk): Promise<Result<number, GatewayError>> {
  const seen = new Set<string>()
  let place: Place = { to: null, page: 1, entriesSoFar: 0 }
  let followsTime = true
  for (let asked = 0; asked < mostPages; asked += 1) {
    const answer = await ask({ from, to: place.to, page: place.page })
    if (!answer.ok) return answer
    const page = answer.value
    const fresh = page.payments.filter((payment) => !seen.has(payment.providerOrderId))
    const overlaps = fresh.length < page.payments.length
    for (const { providerOrderId } of fresh) seen.add(providerOrderId)
    if (fresh.length > 0) await visit(fresh)
    if (place.to !== null && place.page === 1 && !overlaps) {
      followsTime = false
      place = { to: null, page: 2, entriesSoFar: page.entryCount }
    } else if (isLast(page, place)) {
      return ok(seen.size)
    } else {
      place = nextPlace(page, place, followsTime)
    }
  }
  return err({ code: 'unreadable', detail: `The list of payments did not end after ${mostPages} pages.` })
}

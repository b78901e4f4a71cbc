import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { AskedAttempt, AskedOrder, KnownBeside, ProviderPayment } from '@/lib/payments/contract/payments'
import { ok } from '@/lib/shared/result'
import type { FungiesApi, FungiesCaller } from './api'
import { lookUpPayment, pageSize, readPage } from './lookups'
import { listOrderOffers, readSoldCount } from './offers'

const nothingBeside: KnownBeside = { own: [], takenIds: [], rivals: [] }
const mostPages = 5
const mostRivals = 10
/** Clocks differ; nothing that is older than its attempt by more than this can be its payment. */
const clockSlackMs = 10 * 60_000

type Search = { api: FungiesApi; caller: FungiesCaller; beside: KnownBeside }

/**
 * An order's payments. Fungies shows neither items nor our number, so a payment without a webhook is linked only when it
 * is certain: the order's own offer is sold, amount and currency agree, and exactly as many unlinked payments fit as the
 * offer was sold, while no other order's sold offer fits them. Everything else stays open. Safe to repeat.
 */
export async function findPaymentsOf(api: FungiesApi, order: AskedOrder): Answer<ProviderPayment[]> {
  const beside = (await order.beside?.()) ?? nothingBeside
  const search = { api, caller: api.open(), beside }
  const known = await readOwn(search)
  if (!known.ok) return known
  const payments = [...known.value]
  for (const [offerId, attempts] of ownOffers(order)) {
    const found = await findUnlinked(search, offerId, attempts)
    if (!found.ok) return found
    payments.push(...found.value)
  }
  return ok(payments)
}

/** What the order has already, as it is now. */
async function readOwn({ api, caller, beside }: Search): Answer<ProviderPayment[]> {
  const payments: ProviderPayment[] = []
  for (const { providerOrderId, providerProductId } of beside.own) {
    const answer = await lookUpPayment(api, providerOrderId, caller)
    if (!answer.ok) return answer
    if (answer.value) payments.push({ ...answer.value, providerProductId })
  }
  return ok(payments)
}

/** Its single-use offers; several attempts may have gone to the page of one. */
function ownOffers({ attempts }: AskedOrder): Map<string, AskedAttempt[]> {
  const ours = attempts.filter((attempt) => attempt.productIsOurs && attempt.providerProductId !== null)
  return Map.groupBy(ours, (attempt) => attempt.providerProductId ?? '')
}

async function findUnlinked(search: Search, offerId: string, attempts: AskedAttempt[]): Answer<ProviderPayment[]> {
  const [first] = attempts
  if (!first) return ok([])
  const sold = await readSoldCount(search.caller, offerId)
  if (!sold.ok) return sold
  const linked = search.beside.own.filter((payment) => payment.providerProductId === offerId).length
  const missing = sold.value - linked
  if (missing <= 0) return ok([])
  const candidates = await findCandidates(search, first)
  if (!candidates.ok || candidates.value?.length !== missing) return candidates.ok ? ok([]) : candidates
  const rivals = await isWantedElsewhere(search, first)
  if (!rivals.ok || rivals.value) return rivals.ok ? ok([]) : rivals
  const whole = await readWhole(search, first, candidates.value)
  return whole.ok ? ok(whole.value.map((payment) => ({ ...payment, providerProductId: offerId }))) : whole
}

/** A list may show orders without their payments, and an order's status is no proof: each is asked about by itself. */
async function readWhole(
  { api, caller }: Search,
  attempt: AskedAttempt,
  candidates: readonly ProviderPayment[],
): Answer<ProviderPayment[]> {
  const whole: ProviderPayment[] = []
  for (const { providerOrderId } of candidates) {
    const answer = await lookUpPayment(api, providerOrderId, caller)
    if (!answer.ok) return answer
    if (answer.value === null || !agrees(answer.value, attempt)) return ok([])
    whole.push(answer.value)
  }
  return ok(whole)
}

/** Paid orders of this price since the attempt that nobody has; null when the list is too long to be certain. */
async function findCandidates(
  { api, caller, beside }: Search,
  attempt: AskedAttempt,
): Answer<ProviderPayment[] | null> {
  const since = new Date(attempt.createdAt.getTime() - clockSlackMs)
  const taken = new Set([...beside.takenIds, ...beside.own.map(({ providerOrderId }) => providerOrderId)])
  const found = new Map<string, ProviderPayment>()
  let skip = 0
  for (let page = 0; page < mostPages; page++) {
    const answer = await readPage(api, caller, skip)
    if (!answer.ok) return answer
    const { payments, entries, oldest, hasMore } = answer.value
    const isOpen = ({ createdAt, providerOrderId }: ProviderPayment) =>
      createdAt !== null && createdAt >= since && !taken.has(providerOrderId)
    for (const listed of payments.filter(isOpen)) {
      const whole = await withTax({ api, caller, beside }, listed)
      if (!whole.ok) return whole
      if (whole.value && agrees(whole.value, attempt)) found.set(listed.providerOrderId, whole.value)
    }
    skip += entries
    if (!hasMore || entries < pageSize || (oldest && oldest < since)) return ok([...found.values()])
  }
  return ok(null)
}

/** A list may leave out the tax, without which nobody knows what an order was paid for. */
async function withTax({ api, caller }: Search, listed: ProviderPayment): Answer<ProviderPayment | null> {
  return listed.preTaxMinor === null ? lookUpPayment(api, listed.providerOrderId, caller) : ok(listed)
}

const agrees = ({ preTaxMinor, currency }: ProviderPayment, attempt: AskedAttempt) =>
  preTaxMinor === attempt.expectedMinor && currency === attempt.currency

/** Whether an unlinked offer of another order is sold at the same price: then nobody can say whose a payment is. */
async function isWantedElsewhere({ api, caller, beside }: Search, attempt: AskedAttempt): Answer<boolean> {
  const rivals = beside.rivals.filter(
    ({ expectedMinor, currency }) => expectedMinor === attempt.expectedMinor && currency === attempt.currency,
  )
  if (rivals.length === 0) return ok(false)
  const listed = await listOrderOffers(api, caller)
  if (!listed.ok) return listed
  const sold = new Map(listed.value.map(({ id, soldItems }) => [id, soldItems ?? null]))
  if (rivals.some(({ providerProductId }) => (sold.get(providerProductId) ?? 0) > 0)) return ok(true)
  const unknown = rivals.filter(({ providerProductId }) => (sold.get(providerProductId) ?? null) === null)
  if (unknown.length > mostRivals) return ok(true)
  for (const { providerProductId } of unknown) {
    const count = await readSoldCount(caller, providerProductId)
    if (!count.ok || count.value > 0) return count.ok ? ok(true) : count
  }
  return ok(false)
}

import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type {
  ProviderSubscription,
  SubscriptionCharge,
  SubscriptionPage,
  SubscriptionState,
} from '@/lib/payments/contract/subscriptions'
import { absentIs } from '@/lib/payments/read-answer'
import { err, ok } from '@/lib/shared/result'
import { type FungiesApi, type FungiesCaller, isFungiesId } from './api'
import { lookUpPayment } from './lookups'
import { readLaterCharge } from './payments'
import {
  anyAnswer,
  type FungiesPayment,
  type FungiesSubscription,
  paymentListAnswer,
  paymentSchema,
  subscriptionAnswer,
  subscriptionListAnswer,
  subscriptionSchema,
} from './schemas'

const pageSize = 100
const mostPages = 5

const states: Record<string, SubscriptionState> = {
  active: 'active',
  trialing: 'trialing',
  past_due: 'past_due',
  unpaid: 'past_due',
  incomplete: 'past_due',
  paused: 'paused',
  canceled: 'cancelled',
  cancelled: 'cancelled',
  incomplete_expired: 'cancelled',
}

const stateOf = ({ status }: FungiesSubscription) => states[status.toLowerCase()] ?? 'unknown'

/** The API shows neither offer nor reference of it: the signed event says whose it is. */
function subscriptionOf(told: FungiesSubscription, { mode }: FungiesApi): ProviderSubscription {
  const state = stateOf(told)
  return {
    providerSubscriptionId: told.id,
    providerOfferId: null,
    mode,
    state,
    startedAt: told.createdAt,
    trialEndsAt: state === 'trialing' ? told.currentIntervalEnd : null,
    currentPeriodStart: told.currentIntervalStart,
    currentPeriodEnd: told.currentIntervalEnd,
    cancelAtPeriodEnd: told.cancelAtIntervalEnd ?? false,
    providerCustomerId: told.userId ?? null,
    buyerEmail: null,
    portalUrl: null,
    orderNumber: null,
    nonce: null,
  }
}

async function read(caller: FungiesCaller, id: string): Answer<FungiesSubscription | null> {
  if (!isFungiesId(id)) return ok(null)
  const answer = absentIs(null, await caller.get(`/subscriptions/${id}`, subscriptionAnswer))
  return answer.ok ? ok(answer.value?.subscription ?? null) : answer
}

/** Null when there is no such subscription. Safe to repeat. */
export async function lookUpSubscription(api: FungiesApi, id: string): Answer<ProviderSubscription | null> {
  const told = await read(api.open(), id)
  return told.ok ? ok(told.value && subscriptionOf(told.value, api)) : told
}

/**
 * Pages of all, newest first; those of an unknown form are left out. A page may be made shorter without a word, so the first
 * one's length is how far each of the next ones skips. Safe to repeat.
 */
export function subscriptionPages(api: FungiesApi): (page: number) => Answer<SubscriptionPage> {
  let pageLength = pageSize
  return async (page) => {
    const path = `/subscriptions/list?skip=${(page - 1) * pageLength}&take=${pageSize}`
    const answer = await api.open().get(path, subscriptionListAnswer)
    if (!answer.ok) return answer
    const { subscriptions: raw, hasMore } = answer.value
    if (page === 1) pageLength = Math.max(1, raw.length)
    const subscriptions = raw.flatMap((one) => subscriptionSchema.safeParse(one).data ?? [])
    return ok({
      subscriptions: subscriptions.map((told) => subscriptionOf(told, api)),
      hasMore: raw.length > 0 && hasMore !== false,
    })
  }
}

/**
 * What was paid for one subscription: the order that began it, then a payment without an order for each later interval
 * (docs/providers.md). Only the last of them says which interval it is for. Safe to repeat.
 */
export async function listCharges(api: FungiesApi, of: ProviderSubscription): Answer<SubscriptionCharge[]> {
  const caller = api.open()
  const told = await read(caller, of.providerSubscriptionId)
  if (!told.ok || told.value === null) return told.ok ? ok([]) : told
  const { orderId, createdAt, lastPaymentId, currentIntervalStart } = told.value
  const first = orderId ? await lookUpPayment(api, orderId, caller) : ok(null)
  if (!first.ok) return first
  const later = await listLaterCharges(caller, told.value)
  if (!later.ok) return later
  const charges = later.value.flatMap((paid): SubscriptionCharge[] => {
    const reading = readLaterCharge(paid, api.mode)
    const periodStart = paid.id === lastPaymentId ? currentIntervalStart : null
    return reading.kind === 'paid' ? [{ ...reading.payment, periodStart }] : []
  })
  return ok([...(first.value ? [{ ...first.value, periodStart: createdAt }] : []), ...charges])
}

/** Over the newest payments of the account, as far back as the subscription goes. */
async function listLaterCharges(caller: FungiesCaller, of: FungiesSubscription): Answer<FungiesPayment[]> {
  const found = new Map<string, FungiesPayment>()
  let skip = 0
  for (let page = 0; page < mostPages; page++) {
    const path = `/payments/list?skip=${skip}&take=${pageSize}&subscriptionId=${of.id}`
    const answer = await caller.get(path, paymentListAnswer)
    if (!answer.ok) return answer
    const payments = answer.value.payments.flatMap((raw) => paymentSchema.safeParse(raw).data ?? [])
    // The filter is Fungies'; one that is ignored must not make other people's payments this subscription's.
    for (const one of payments) if (one.subscriptionId === of.id) found.set(one.id, one)
    const oldest = payments.at(-1)?.createdAt
    skip += answer.value.payments.length
    if (answer.value.payments.length === 0 || (oldest && of.createdAt && oldest < of.createdAt)) break
  }
  return ok([...found.values()])
}

/**
 * At the end of the interval, in the words of both bodies that were seen. Safe to repeat: one that is over counts as cancelled.
 */
export async function cancelSubscription(api: FungiesApi, id: string): Answer<void> {
  const caller = api.open()
  const told = await read(caller, id)
  if (!told.ok) return told
  if (told.value === null) return err({ code: 'not_found', detail: 'It knows no such subscription.' })
  if (stateOf(told.value) === 'cancelled' || told.value.cancelAtIntervalEnd) return ok(undefined)
  const body = { immediately: false, refund: false, cancelAtIntervalEnd: true, cancelOption: 'endInterval' }
  const answer = await caller.patch(`/subscriptions/${id}/cancel`, body, anyAnswer)
  return answer.ok ? ok(undefined) : answer
}

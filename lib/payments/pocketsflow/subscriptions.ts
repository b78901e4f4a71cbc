import 'server-only'
import type { z } from 'zod'
import type { SoldPlan } from '@/lib/payments/contract/checkout'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type {
  PlanInterval,
  ProviderSubscription,
  SubscriptionCharge,
  SubscriptionPage,
  SubscriptionState,
} from '@/lib/payments/contract/subscriptions'
import { absentIs } from '@/lib/payments/read-answer'
import { formatMoney, fromMajor } from '@/lib/shared/money'
import { err, ok } from '@/lib/shared/result'
import { answerOf, isPocketsflowId, type PocketsflowApi } from './calls'
import type { PocketsflowClient } from './client'
import { listPaymentsForProduct } from './lookups'
import { modeOf } from './orders'
import { orderNumberOf, referenceText } from './references'
import {
  anyAnswer,
  offerSchema,
  type PocketsflowSubscription,
  subscriptionListSchema,
  subscriptionSchema,
} from './schemas'

const pageSize = 100

const states: Record<string, SubscriptionState> = {
  active: 'active',
  trialing: 'trialing',
  past_due: 'past_due',
  unpaid: 'past_due',
  incomplete: 'past_due',
  paused: 'paused',
  canceled: 'cancelled',
  cancelled: 'cancelled',
  expired: 'cancelled',
  incomplete_expired: 'cancelled',
}

/** The SDK's type lacks the metadata; where the API shows it all the same, it ties the subscription to its order. */
function subscriptionOf(told: PocketsflowSubscription, api: PocketsflowApi): ProviderSubscription {
  const state = states[told.status] ?? 'unknown'
  return {
    providerSubscriptionId: told.id,
    providerOfferId: told.productId ?? null,
    mode: modeOf(told.testMode, api.mode),
    state,
    startedAt: told.createdAt,
    trialEndsAt: state === 'trialing' ? told.currentPeriodEnd : null,
    currentPeriodStart: told.currentPeriodStart,
    currentPeriodEnd: told.currentPeriodEnd,
    cancelAtPeriodEnd: told.cancelAtPeriodEnd ?? false,
    providerCustomerId: told.customerId ?? null,
    buyerEmail: told.buyerEmail ?? told.customer?.email ?? null,
    portalUrl: null,
    orderNumber: orderNumberOf(told),
    nonce: referenceText(told.metadata?.nonce),
  }
}

async function readSubscription(client: PocketsflowClient, id: string): Answer<PocketsflowSubscription | null> {
  if (!isPocketsflowId(id)) return ok(null)
  return absentIs(null, await answerOf('reads', subscriptionSchema, () => client.subscriptions.get(id)))
}

/** `GET /orders/subscriptions/:id`; null when there is no such subscription. Safe to repeat. */
export async function lookUpSubscription(api: PocketsflowApi, id: string): Answer<ProviderSubscription | null> {
  const answer = await readSubscription(api.open(), id)
  return answer.ok ? ok(answer.value && subscriptionOf(answer.value, api)) : answer
}

/** `POST /orders/subscriptions`, which lists; those of an unknown form are left out. Safe to repeat. */
export async function listSubscriptions(api: PocketsflowApi, page: number): Answer<SubscriptionPage> {
  const client = api.open()
  const answer = await answerOf('reads', subscriptionListSchema, () => client.subscriptions.list({ page, pageSize }))
  if (!answer.ok) return answer
  const subscriptions = answer.value.subscriptions.flatMap((raw) => subscriptionSchema.safeParse(raw).data ?? [])
  return ok({ subscriptions: subscriptions.map((told) => subscriptionOf(told, api)), hasMore: answer.value.hasMore })
}

/**
 * Charges of one subscription in `GET /orders`, where Pocketsflow lists them: flagged as such, for its offer, and with the
 * nonce of its checkout. Without a nonce none is its own for certain. Safe to repeat.
 */
export async function listCharges(api: PocketsflowApi, of: ProviderSubscription): Answer<SubscriptionCharge[]> {
  if (of.providerOfferId === null || of.nonce === null) return ok([])
  const listed = await listPaymentsForProduct(api, of.providerOfferId)
  if (!listed.ok) return listed
  const own = listed.value.filter((payment) => payment.isSubscription && payment.nonce === of.nonce)
  return ok(own.map((payment) => ({ ...payment, periodStart: null })))
}

/** Takes the id of Stripe's, which only a look-up tells. Safe to repeat: one that is over counts as cancelled. */
export async function cancelSubscription(api: PocketsflowApi, id: string): Answer<void> {
  const client = api.open()
  const told = await readSubscription(client, id)
  if (!told.ok) return told
  if (told.value === null) return err({ code: 'not_found', detail: 'It knows no such subscription.' })
  if (states[told.value.status] === 'cancelled' || told.value.cancelAtPeriodEnd) return ok(undefined)
  const { stripeSubscriptionId } = told.value
  if (!stripeSubscriptionId) {
    return err({ code: 'unreadable', detail: 'The subscription does not show the id that cancelling needs.' })
  }
  const answer = await answerOf('changes', anyAnswer, () => client.subscriptions.cancel(stripeSubscriptionId))
  return answer.ok ? ok(undefined) : answer
}

const intervals: Record<z.infer<typeof offerSchema>['frequency'], PlanInterval> = {
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
}

/**
 * The offer that sells a plan, read back: price, currency, interval, trial and mode must be those that the shopper was
 * shown, else `price_mismatch`. @returns the id that a session takes as its product.
 */
export async function offerForPlan(
  { api, client }: { api: PocketsflowApi; client: PocketsflowClient },
  plan: SoldPlan,
  currency: string,
): Answer<string> {
  const id = plan.providerOfferId
  const mismatch = (detail: string) => err({ code: 'price_mismatch' as const, detail })
  if (id === null || !isPocketsflowId(id)) return mismatch('No subscription offer is named for this plan.')
  const answer = await answerOf('reads', offerSchema, () => client.subscriptionOffers.get(id))
  if (!answer.ok) return answer
  const offer = answer.value
  const offerCurrency = (offer.currency ?? 'USD').toUpperCase()
  const priceMinor = fromMajor(offer.price, offerCurrency)
  if (modeOf(offer.testMode, api.mode) !== api.mode) return mismatch('The offer is of the other mode.')
  if (offer.published === false) return mismatch('The offer is not published.')
  if (priceMinor !== plan.priceMinor || offerCurrency !== currency)
    return mismatch(
      `The offer costs ${offer.price} ${offerCurrency}, here ${formatMoney({ amountMinor: plan.priceMinor, currency })}.`,
    )
  const isSameTime = intervals[offer.frequency] === plan.interval && (offer.trialPeriod ?? 0) === plan.trialDays
  return isSameTime ? ok(offer.id) : mismatch('The offer’s interval or trial is not the one shown in the shop.')
}

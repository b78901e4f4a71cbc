import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { lockOrderWithCart, type OrderState, readOrderState } from '@/lib/orders/order-state'
import type { ProviderSubscription } from '@/lib/payments/contract/subscriptions'
import type { ConfirmedBy } from '@/lib/settlement/complete-order'
import { confirmTrial } from '@/lib/settlement/confirm-trial'
import { type PlacedRenewal, placeRenewal } from '@/lib/settlement/place-renewal'
import { reviewOrder } from '@/lib/settlement/review-order'
import { settleInTransaction } from '@/lib/settlement/settle-payment'
import type { Settlement } from '@/lib/settlement/settlement'
import type { DuePeriod } from './due-periods'
import { intervalText } from './model'
import { isSameStart, periodKey } from './periods'
import type { SubscriptionRecord } from './subscription-record'
import { writeSubscriptionEvent } from './write-event'

export type SettleCase = {
  tx: Tx
  subscription: SubscriptionRecord
  told: ProviderSubscription
  confirmedBy: ConfirmedBy
  at: Date
}

type Finish = (() => Promise<void>) | null

/** `finish`, when there is one, must be the last statement before the commit. */
export type SettledPeriod = { wasNew: boolean; finish: Finish }

const day = (moment: Date) => moment.toISOString().slice(0, 10)

type Paid = { orderNumber: string; nonce: string; priceMinor: number }

/** Where nobody told the figures, they are those that were asked for, and say so. */
function settlementOf({ subscription, told, confirmedBy, at }: SettleCase, due: DuePeriod, paid: Paid): Settlement {
  const { provider, mode, providerSubscriptionId } = subscription
  const { evidence } = due
  const expected = {
    grossMinor: paid.priceMinor,
    preTaxMinor: paid.priceMinor,
    taxMinor: null,
    feeMinor: null,
    netMinor: null,
  }
  const { grossMinor, preTaxMinor, taxMinor, feeMinor, netMinor } = evidence ?? expected
  return {
    proof: {
      provider,
      mode,
      providerOrderId: evidence?.providerPaymentId ?? periodKey(providerSubscriptionId, due.start),
      sessionId: null,
      providerProductId: told.providerOfferId,
      orderNumber: paid.orderNumber,
      nonce: paid.nonce,
      currency: evidence?.currency ?? subscription.currency,
      grossMinor,
      preTaxMinor,
      taxMinor,
      feeMinor,
      netMinor,
      buyerEmail: told.buyerEmail,
      isRefunded: evidence?.isRefunded ?? false,
      createdAt: evidence?.source === 'api' ? evidence.at : null,
      ...(evidence?.details && { details: evidence.details }),
    },
    confirmedBy,
    figuresFrom: evidence?.source ?? 'expected',
    // A lower amount than asked is not explained by a discount here: a person looks at it.
    discountTotalsMinor: [],
    at,
  }
}

const paidTexts = {
  evidence: 'paid',
  standing: 'paid, by the provider’s word that all is paid; nobody told the figures',
  unproven: 'not told of: a person looks at it',
}

async function tellPeriod({ tx, subscription, at }: SettleCase, due: DuePeriod, orderNumber: number): Promise<void> {
  const text = `Interval from ${day(due.start)}: ${paidTexts[due.proof]}. Order ${orderNumber}.`
  const kind = due.proof === 'unproven' ? 'unproven' : 'paid'
  await writeSubscriptionEvent(tx, { subscriptionId: subscription.id, at, actor: 'provider', kind, text })
}

async function settleFirst(one: SettleCase, due: DuePeriod): Promise<SettledPeriod> {
  const { tx, subscription } = one
  const order = await readOrderState(tx, subscription.orderId)
  const attempt = attemptOf(order, one)
  if (!attempt) return { wasNew: false, finish: null }
  const paid = { orderNumber: String(order.number), nonce: attempt.nonce, priceMinor: attempt.expectedMinor }
  await tx.rows(sql`update orders set period_start = ${due.start} where id = ${order.id}`)
  const accepted = await settleInTransaction(tx, settlementOf(one, due, paid))
  const wasNew = accepted.outcome.outcome !== 'already'
  if (wasNew) await tellPeriod(one, due, order.number)
  return { wasNew, finish: accepted.finish ?? null }
}

/** The page that was paid on: by the nonce that came back, else the one that was opened last for this offer. */
function attemptOf(order: OrderState, { subscription, told }: SettleCase) {
  const here = order.attempts.filter(
    (attempt) => attempt.provider === subscription.provider && attempt.mode === subscription.mode,
  )
  const byNonce = here.find((attempt) => attempt.nonce === told.nonce)
  return byNonce ?? here.filter((attempt) => attempt.url !== null).at(-1) ?? here.at(-1) ?? null
}

async function settleRenewal(one: SettleCase, due: DuePeriod): Promise<SettledPeriod> {
  const { tx, subscription, told, at } = one
  const { id, orderId, provider, mode, priceMinor } = subscription
  const renewal = { subscriptionId: id, firstOrderId: orderId, periodStart: due.start, provider, mode, priceMinor, at }
  const placed: PlacedRenewal = await placeRenewal(tx, {
    ...renewal,
    providerOfferId: told.providerOfferId,
    intervalText: intervalText(subscription.interval, due.start),
  })
  await lockOrderWithCart(tx, placed.orderId)
  await tellPeriod(one, due, placed.number)
  if (due.proof === 'unproven') {
    const order = await readOrderState(tx, placed.orderId)
    const reason = `The provider says that later intervals are paid, but told nothing of the one from ${day(due.start)}: please look it up there.`
    await reviewOrder(tx, order, reason, at)
    return { wasNew: true, finish: null }
  }
  const paid = { orderNumber: String(placed.number), nonce: placed.nonce, priceMinor }
  const { finish = null } = await settleInTransaction(tx, settlementOf(one, due, paid))
  return { wasNew: true, finish }
}

/**
 * Writes one due interval down: the order it began with, or a renewal order of its own, settled through the one door. The
 * caller has locked the order it began with, and runs what is returned as its last statement.
 */
export async function settlePeriod(one: SettleCase, due: DuePeriod): Promise<SettledPeriod> {
  const { startedAt, trialEndsAt } = one.subscription
  const isFirst =
    isSameStart(due.start, startedAt) ||
    (trialEndsAt !== null && due.start < trialEndsAt && !isSameStart(due.start, trialEndsAt))
  return isFirst ? settleFirst(one, due) : settleRenewal(one, due)
}

/** The order of a trial is confirmed with nothing paid, once the provider says that the trial runs or is over. */
export async function settleTrial(one: SettleCase): Promise<Finish> {
  const { tx, subscription, told, confirmedBy, at } = one
  const { state, trialEndsAt } = subscription
  if (trialEndsAt === null || (state !== 'trialing' && state !== 'active')) return null
  const order = await readOrderState(tx, subscription.orderId)
  const attempt = attemptOf(order, one)
  if (order.totalMinor !== 0 || !attempt) return null
  if (attempt.providerProductId !== null && attempt.providerProductId !== told.providerOfferId) {
    const reason = `The subscription is of offer ${told.providerOfferId ?? '(none)'}, asked for was ${attempt.providerProductId}.`
    await reviewOrder(tx, order, reason, at)
    return null
  }
  const { providerSubscriptionId, id: subscriptionId } = subscription
  const finish = await confirmTrial(tx, { order, attemptId: attempt.id, confirmedBy, providerSubscriptionId, at })
  if (!finish) return null
  const text = `Trial until ${day(trialEndsAt)}. Order ${order.number}, with nothing to pay.`
  await writeSubscriptionEvent(tx, { subscriptionId, at, actor: 'provider', kind: 'trial', text })
  return finish
}

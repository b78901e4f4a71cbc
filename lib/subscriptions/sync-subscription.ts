import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, type Tx } from '@/lib/db'
import type { SubscriptionChange, SubscriptionClaims } from '@/lib/payments/contract/events'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderSubscription } from '@/lib/payments/contract/subscriptions'
import type { PaymentGateway } from '@/lib/payments/gateway'
import type { ConfirmedBy } from '@/lib/settlement/complete-order'
import { err, ok, type Result } from '@/lib/shared/result'
import { applyStanding } from './apply-standing'
import { type DuePeriod, duePeriods, type Evidence, mayBePaid } from './due-periods'
import { eventTable } from './event-table'
import { linkSubscription } from './link-subscription'
import { isSameStart } from './periods'
import { evidenceOfCharge, evidenceOfEvent } from './read-evidence'
import { settlePeriod, settleTrial } from './settle-period'
import { readKnownStarts, type SubscriptionRecord } from './subscription-record'
import { noteUnmatched } from './unmatched'
import { writeSubscriptionEvent } from './write-event'

/** A signed event that made us ask. */
export type ToldEvent = { id: number; change: SubscriptionChange; claims: SubscriptionClaims; receivedAt: Date }

/** Which subscription is asked about, and by whom. */
export type SyncInput = {
  gateway: PaymentGateway
  clock: Clock
  providerSubscriptionId: string
  confirmedBy: ConfirmedBy
  event?: ToldEvent
  /** What a list said of it just now: then it is not looked up again. */
  listed?: ProviderSubscription
  /** See `linkSubscription`. */
  isOnlyOne?: boolean
}

/**
 * `settled`: intervals that were written down. `unmatched`: no order explains it, which is written down; `unknown`: the provider
 * has none.
 */
export type Synced =
  | { outcome: 'unknown' | 'unmatched'; orderId: null; settled: 0 }
  | { outcome: 'known'; orderId: number; subscriptionId: number; settled: number }

/** Intervals that one look writes down at most; the next look goes on. */
const mostPeriods = 60

const withEvent = (told: ProviderSubscription, event: ToldEvent | undefined): ProviderSubscription => ({
  ...told,
  nonce: told.nonce ?? event?.claims.nonce ?? null,
  portalUrl: told.portalUrl ?? event?.claims.portalUrl ?? null,
})

async function noteEvent(tx: Tx, { id: subscriptionId }: SubscriptionRecord, event: ToldEvent, at: Date) {
  const text = `${eventTable[event.change].text} (Webhook delivery ${event.id}.)`
  await writeSubscriptionEvent(tx, { subscriptionId, at, actor: 'provider', kind: 'told', text })
}

/** Links, takes over the state, and confirms a trial: one commit. */
async function takeOver(input: SyncInput, told: ProviderSubscription, at: Date): Promise<SubscriptionRecord | null> {
  const { gateway, event, isOnlyOne = false, confirmedBy } = input
  return inTransaction(async (tx) => {
    const linked = await linkSubscription(tx, { provider: gateway.id, told, nonce: told.nonce, isOnlyOne, at })
    if (!linked) return null
    if (event) await noteEvent(tx, linked, event, at)
    const subscription = await applyStanding(tx, linked, told, at)
    const finish = await settleTrial({ tx, subscription, told, confirmedBy, at })
    await finish?.()
    return subscription
  })
}

type Periods = { input: SyncInput; told: ProviderSubscription; subscription: SubscriptionRecord; at: Date }

/** Settles one interval in a transaction of its own, unless somebody was faster. @returns whether it was written down. */
async function settleOne({ input, told, subscription, at }: Periods, due: DuePeriod): Promise<boolean> {
  return inTransaction(async (tx) => {
    const ref = { provider: subscription.provider, told, nonce: told.nonce, isOnlyOne: false, at }
    const locked = await linkSubscription(tx, ref)
    if (!locked) return false
    const known = await readKnownStarts(tx, locked.id)
    const isTrials = locked.trialEndsAt !== null && isSameStart(due.start, locked.startedAt)
    if (!isTrials && known.some((start) => isSameStart(start, due.start))) return false
    const one = { tx, subscription: locked, told, confirmedBy: input.confirmedBy, at }
    const { wasNew, finish } = await settlePeriod(one, due)
    await finish?.()
    return wasNew
  })
}

async function findDue({ input, told, subscription, at }: Periods): Promise<Result<DuePeriod[], GatewayError>> {
  const { event, gateway } = input
  const fromEvent =
    event && eventTable[event.change].tellsOfMoney
      ? [evidenceOfEvent(event.claims, subscription, event.receivedAt)]
      : []
  const known = await inTransaction((tx) => readKnownStarts(tx, subscription.id))
  const due = duePeriods(subscription, known, fromEvent, at)
  if (due.length === 0 && !mayBePaid(subscription, known, at)) return ok([])
  const charges = await gateway.subscriptions?.listCharges(told)
  if (charges && !charges.ok) return charges
  const fromBooks: Evidence[] = (charges?.value ?? []).map((charge) => evidenceOfCharge(charge, at))
  return ok(duePeriods(subscription, known, [...fromEvent, ...fromBooks], at))
}

async function settleAll(periods: Periods): Promise<Result<number, GatewayError>> {
  const due = await findDue(periods)
  if (!due.ok) return due
  let settled = 0
  for (const one of due.value.slice(0, mostPeriods)) settled += (await settleOne(periods, one)) ? 1 : 0
  return ok(settled)
}

/**
 * Asks the provider how a subscription stands and takes it over: state, mails, and an order for each paid interval, each
 * exactly once, whatever told of it and however often. Safe to repeat and to run at the same time.
 */
export async function syncSubscription(input: SyncInput): Promise<Result<Synced, GatewayError>> {
  const { gateway, clock, providerSubscriptionId } = input
  const capability = gateway.subscriptions
  if (!capability) return err({ code: 'refused', detail: 'No subscriptions are sold through this provider.' })
  const answer = input.listed ? ok(input.listed) : await capability.lookUp(providerSubscriptionId)
  if (!answer.ok) return answer
  if (!answer.value) return ok({ outcome: 'unknown', orderId: null, settled: 0 })
  const told = withEvent(answer.value, input.event)
  const at = clock.now()
  const subscription = await takeOver(input, told, at)
  if (!subscription) {
    const isMoneyNews = input.event !== undefined && eventTable[input.event.change].tellsOfMoney
    await noteUnmatched({ gateway, told, isMoneyNews, at })
    return ok({ outcome: 'unmatched', orderId: null, settled: 0 })
  }
  const settled = await settleAll({ input, told, subscription, at })
  if (!settled.ok) return settled
  const { orderId, id: subscriptionId } = subscription
  return ok({ outcome: 'known', orderId, subscriptionId, settled: settled.value })
}

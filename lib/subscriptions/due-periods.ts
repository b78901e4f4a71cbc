import type { PaymentDetail } from '@/lib/payments/contract/payments'
import type { PlanInterval, SubscriptionState } from './model'
import { canonicalStart, isSameStart, periodStartAt, startsBetween } from './periods'

const hourMs = 3_600_000
/** A provider may open an interval some time before it has charged it; only after this is "active" a word about money. */
const graceMs = 3 * hourMs
/** An event may be stamped a little before the interval begins, where two clocks differ. */
const skewMs = 10 * 60_000

/** Something that says that money came: an event, or a charge in the provider's books. */
export type Evidence = {
  at: Date
  /** Start of the interval it is for, where it is told. */
  periodStart: Date | null
  source: 'webhook' | 'api'
  providerPaymentId: string | null
  currency: string
  grossMinor: number
  preTaxMinor: number | null
  taxMinor: number | null
  feeMinor: number | null
  netMinor: number | null
  isRefunded: boolean
  /** What else the provider tells of the payment. */
  details?: readonly PaymentDetail[]
}

/** How a subscription stands, by the provider's own API. */
export type Standing = {
  state: SubscriptionState
  interval: PlanInterval
  startedAt: Date
  /** Null without a trial. */
  trialEndsAt: Date | null
  /** The intervals are counted from here. */
  anchorAt: Date
  currentPeriodStart: Date | null
  currentPeriodEnd: Date | null
  pausedAt: Date | null
  resumedAt: Date | null
}

/**
 * An interval to be written down. `standing`: nobody told of its payment, but the provider says that all is paid.
 * `unproven`: it must have been, but nobody says that it was paid.
 */
export type DuePeriod = { start: Date; proof: 'evidence' | 'standing' | 'unproven'; evidence: Evidence | null }

const isKnown = (known: readonly Date[], start: Date) => known.some((one) => isSameStart(one, start))

/** Counted from the anchor; a moment before it, by a clock that differs, is its own. */
function countedAt({ anchorAt, interval }: Standing, at: Date): Date {
  const moment = Math.max(at.getTime() + skewMs, anchorAt.getTime())
  return periodStartAt(anchorAt, interval, new Date(moment))
}

function currentStart(standing: Standing, at: Date): Date {
  const { anchorAt, interval, currentPeriodStart, startedAt, trialEndsAt } = standing
  if (currentPeriodStart) return canonicalStart(anchorAt, interval, currentPeriodStart)
  const isInTrial = trialEndsAt !== null && at.getTime() + skewMs < trialEndsAt.getTime()
  return isInTrial ? startedAt : countedAt(standing, at)
}

/** An interval that began by the provider's clock, and is still to come by ours. */
const isAhead = (current: Date, at: Date) => current.getTime() > at.getTime() + skewMs

/** Which interval an evidence pays: as told, else the current one where it came in it, else the one of its day. */
function startOf(evidence: Evidence, standing: Standing, current: Date, at: Date): Date {
  const { anchorAt, interval } = standing
  if (evidence.periodStart) return canonicalStart(anchorAt, interval, evidence.periodStart)
  const moment = new Date(evidence.at.getTime() + skewMs)
  // By the provider's clock, which is ahead of ours, nothing can have come for a later one.
  if (isAhead(current, at)) return current
  if (moment >= current && (standing.currentPeriodEnd === null || evidence.at < standing.currentPeriodEnd))
    return current
  return countedAt(standing, evidence.at)
}

const isInTrial = (evidence: Evidence, { trialEndsAt }: Standing) =>
  trialEndsAt !== null && (evidence.periodStart ?? evidence.at).getTime() + skewMs < trialEndsAt.getTime()

/** An event of an earlier interval that comes again must not pay one that the provider says is unpaid. */
function isBelieved(evidence: Evidence, start: Date, standing: Standing, current: Date): boolean {
  if (evidence.source === 'api' || !isSameStart(start, current)) return true
  return standing.state === 'active' || standing.state === 'paused' || standing.state === 'cancelled'
}

type Facts = { standing: Standing; known: readonly Date[]; evidences: readonly Evidence[]; current: Date; at: Date }

function evidenced({ standing, known, evidences, current, at }: Facts): DuePeriod[] {
  const due: DuePeriod[] = []
  // The provider's own books tell more than an event.
  const byWeight = [...evidences].sort((one, other) => (one.source < other.source ? -1 : 1))
  for (const evidence of byWeight) {
    if (evidence.grossMinor === 0) continue
    if (isInTrial(evidence, standing) && !isAhead(current, at)) {
      due.push({ start: standing.startedAt, proof: 'evidence', evidence })
      continue
    }
    const start = startOf(evidence, standing, current, at)
    const isThere = isKnown([...known, ...due.map((one) => one.start)], start)
    if (!isThere && isBelieved(evidence, start, standing, current)) due.push({ start, proof: 'evidence', evidence })
  }
  return due
}

/** A provider calls a new subscription active only once it was paid; a later interval it opens before it charges. */
function isPaidByStanding(standing: Standing, current: Date, at: Date): boolean {
  const { state, startedAt, trialEndsAt } = standing
  if (state !== 'active' || (trialEndsAt !== null && current < trialEndsAt && !isSameStart(current, trialEndsAt)))
    return false
  const isFirst = trialEndsAt === null && isSameStart(current, startedAt)
  return isFirst || at.getTime() - current.getTime() >= graceMs
}

const wasPaused = (start: Date, { pausedAt, resumedAt }: Standing) =>
  pausedAt !== null && start >= pausedAt && (resumedAt === null || start <= resumedAt)

function unprovenStarts(standing: Standing, known: readonly Date[], current: Date): Date[] {
  const last = known.reduce<Date | null>((latest, one) => (latest === null || one > latest ? one : latest), null)
  if (standing.state !== 'active' || last === null || last >= current) return []
  const starts = startsBetween(standing.anchorAt, standing.interval, last, current)
  return starts.filter((start) => start >= standing.anchorAt && !wasPaused(start, standing))
}

/** Whether the interval it is in may be paid and is not written down: then the provider's books may tell. Pure. */
export function mayBePaid(standing: Standing, known: readonly Date[], at: Date): boolean {
  const current = currentStart(standing, at)
  return standing.state === 'active' && !isKnown(known, current)
}

/**
 * The intervals that are paid and not written down yet, oldest first. `known` are the starts of those that are. Pure:
 * the same facts give the same intervals, in whatever order or number the events came.
 */
export function duePeriods(
  standing: Standing,
  known: readonly Date[],
  evidences: readonly Evidence[],
  at: Date,
): DuePeriod[] {
  const current = currentStart(standing, at)
  const due = evidenced({ standing, known, evidences, current, at })
  const isOpen = (start: Date) => !isKnown([...known, ...due.map((one) => one.start)], start)
  if (isOpen(current) && isPaidByStanding(standing, current, at))
    due.push({ start: current, proof: 'standing', evidence: null })
  for (const start of unprovenStarts(standing, known, current)) {
    if (isOpen(start)) due.push({ start, proof: 'unproven', evidence: null })
  }
  return due.sort((one, other) => one.start.getTime() - other.start.getTime())
}

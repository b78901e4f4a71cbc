import type { JsonObject } from '../exchange'
import { announce } from './announce'
import { unprocessable } from './errors'
import type { Intent, Refund, RefundStatus, Session } from './model'
import type { SwitchValues } from './switch-catalogue'
import { idOf, type World } from './world'

export type RefundWish = {
  amountMinor: number
  reason: string | null
  metadata: JsonObject
  items: JsonObject[]
  /** Only from this intent, as the older call asks. */
  intentId?: string
}

const ENDINGS: Record<SwitchValues['refund_end'], { status: RefundStatus; ends: RefundStatus | null }> = {
  pending_then_succeeded: { status: 'pending', ends: 'succeeded' },
  pending_then_failed: { status: 'pending', ends: 'failed' },
  stays_pending: { status: 'pending', ends: null },
  succeeded: { status: 'succeeded', ends: null },
  failed: { status: 'failed', ends: null },
  requires_action: { status: 'requires_action', ends: null },
}

export function refundsOf(world: World, session: Pick<Session, '_id'>): Refund[] {
  return world.books.refunds.all().filter((refund) => refund.sessionId === session._id)
}

/** A session, or another thing that cards paid for. */
export type Refundable = Pick<Session, '_id' | 'testMode' | 'intents'>

/** What of an intent has not been given back, nor is about to be. */
function leftOf(world: World, session: Refundable, intent: Intent): number {
  const gone = refundsOf(world, session).filter(
    (refund) => refund.intentId === intent.id && refund.status !== 'failed' && refund.status !== 'canceled',
  )
  return intent.amountMinor - gone.reduce((sum, refund) => sum + refund.amountMinor, 0)
}

export function refundableOf(world: World, session: Refundable): number {
  return session.intents.reduce((sum, intent) => sum + leftOf(world, session, intent), 0)
}

/** How an amount is split over the cards that paid: in proportion to what each has left, cents to the first. */
export function allocate(world: World, session: Refundable, wish: Pick<RefundWish, 'amountMinor' | 'intentId'>) {
  const shares = session.intents
    .filter((intent) => wish.intentId === undefined || intent.id === wish.intentId)
    .map((intent) => ({ intent, leftMinor: leftOf(world, session, intent) }))
    .filter(({ leftMinor }) => leftMinor > 0)
  const allMinor = shares.reduce((sum, share) => sum + share.leftMinor, 0)
  if (wish.amountMinor > allMinor || wish.amountMinor <= 0)
    throw unprocessable('refund_amount_invalid', `At most ${allMinor} cents can still be given back.`)
  let openMinor = wish.amountMinor
  return shares.toReversed().flatMap(({ intent, leftMinor }, index) => {
    const isLast = index === shares.length - 1
    const amountMinor = isLast ? openMinor : Math.floor((wish.amountMinor * leftMinor) / allMinor)
    openMinor -= amountMinor
    return amountMinor > 0 ? [{ intent, amountMinor }] : []
  })
}

/** Gives money back: one refund for each card that is touched. Announces them. */
export function createRefunds(world: World, session: Refundable, wish: RefundWish): Refund[] {
  const { status, ends } = ENDINGS[world.switches.values.refund_end]
  const made = allocate(world, session, wish).map(({ intent, amountMinor }) =>
    world.books.refunds.put({
      _id: idOf(world, 'fre'),
      testMode: session.testMode,
      createdAtMs: world.now(),
      sessionId: session._id,
      intentId: intent.id,
      amountMinor,
      status,
      reason: wish.reason,
      metadata: wish.metadata,
      items: wish.items,
      endsAtMs: ends === null ? null : Date.now() + world.switches.values.refund_ends_after_ms,
      endsAs: ends ?? status,
    }),
  )
  for (const refund of made) {
    tell(world, 'refund.created', refund)
    watchRefund(world, refund)
  }
  return made
}

/** Ends a pending refund when its time has come; called again for those that were left when the sandbox stopped. */
export function watchRefund(world: World, { _id, status, endsAtMs }: Refund): void {
  if (status !== 'pending' || endsAtMs === null) return
  const timer = setTimeout(
    () => {
      const refund = world.books.refunds.get(_id)
      if (refund?.status === 'pending' && !world.stopping.aborted) endRefund(world, refund, refund.endsAs)
    },
    Math.max(0, endsAtMs - Date.now()),
  )
  timer.unref()
}

export function endRefund(world: World, refund: Refund, status: RefundStatus): Refund {
  const ended = world.books.refunds.put({ ...refund, status, endsAtMs: null })
  tell(world, 'refund.updated', ended)
  return ended
}

export function refundView(world: World, refund: Refund): JsonObject {
  const isDone = refund.status === 'succeeded'
  const namesInvoice = world.switches.values.refund_invoice === 'on'
  const invoice = namesInvoice ? world.books.invoices.get(refund.sessionId) : undefined
  return {
    refund_id: refund._id,
    payment_intent_id: refund.intentId,
    amount: refund.amountMinor,
    status: refund.status,
    reason: refund.reason,
    metadata: refund.metadata,
    items: refund.items,
    created_at: new Date(refund.createdAtMs).toISOString(),
    test_mode: refund.testMode,
    reference_id: isDone ? `ARN${refund._id.slice(-12)}` : null,
    reference_type: isDone ? 'acquirer_reference_number' : null,
    reference_status: isDone ? 'available' : 'pending',
    subscription_id: invoice?.subscriptionId ?? null,
    invoice_id: invoice?._id ?? null,
  }
}

function tell(world: World, type: string, refund: Refund): void {
  void announce(world, { type, testMode: refund.testMode, resource: 'refund', object: refundView(world, refund) })
}

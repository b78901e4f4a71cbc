import 'server-only'
import { rows, sql, type Tx } from '@/lib/db'
import type { ProviderEvent } from '@/lib/payments/contract/events'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import { type Rehearsed, rehearse } from '@/lib/proof/rehearse'
import type { SnapshotSubject } from '@/lib/proof/snapshot-order'
import { settleAsTold } from '@/lib/settlement/settle-confirmed-payment'
import { settleInTransaction } from '@/lib/settlement/settle-payment'
import type { Settlement, SettlementOutcome } from '@/lib/settlement/settlement'
import { withSignedReference } from './confirm-by-api'
import type { DecidedEvent } from './find-event'
import type { Rehearsal } from './model'
import type { ProcessDeps } from './process-event'
import { readAgain } from './readable-event'
import { idleTexts, outcomeTexts, subscriptionText } from './rehearsal-words'
import { applyRefundsIn, findPaymentIn, type ToldRefunds } from './rehearse-refunds'

type Done = { settled: SettlementOutcome | null; refundsChanged: number; orderId: number | null }
type Finding = Pick<Rehearsal, 'canReplay' | 'text'> & { rehearsed: Rehearsed<Done> | null }

const nothing = (text: string): Finding => ({ canReplay: false, text, rehearsed: null })

const unasked = ({ code, detail }: GatewayError) =>
  nothing(`The provider could not be asked (${code}: ${detail}). Nothing would be changed now; please try again later.`)

async function actOn(tx: Tx, settlement: Settlement | null, told: ToldRefunds): Promise<Done> {
  const accepted = settlement && (await settleInTransaction(tx, settlement))
  await accepted?.finish?.()
  const refundsChanged = await applyRefundsIn(tx, told)
  const settled = accepted?.outcome ?? null
  const named = settled && 'orderId' in settled ? settled.orderId : null
  return { settled, refundsChanged, orderId: named ?? (await findPaymentIn(tx, told))?.orderId ?? null }
}

/** The order that a payment only names is looked at too: its story tells of it. */
async function findNamed(tx: Tx, { orderNumber }: ProviderPayment): Promise<number | null> {
  if (!/^\d{1,9}$/.test(orderNumber ?? '')) return null
  const [order] = await tx.rows<{ id: number }>(sql`select id from orders where number = ${Number(orderNumber)}`)
  return order?.id ?? null
}

function rehearseSettlement(settlement: Settlement | null, told: ToldRefunds): Promise<Rehearsed<Done>> {
  const { gateway, payment } = told
  const subjectOf = async (tx: Tx, { orderId }: Done): Promise<SnapshotSubject> => ({
    orderId: orderId ?? (await findNamed(tx, payment)),
    provider: gateway.id,
    mode: gateway.mode,
    providerOrderId: payment.providerOrderId,
  })
  return rehearse((tx) => actOn(tx, settlement, told), subjectOf)
}

/** Settles the payment and then its refunds, as a replay would, in transactions that are rolled back. */
async function rehearseWhole(told: ToldRefunds): Promise<Finding> {
  const { gateway, payment, clock } = told
  let last: Rehearsed<Done> | null = null
  const settle = async (settlement: Settlement): Promise<SettlementOutcome> => {
    last = await rehearseSettlement(settlement, told)
    return last.outcome.settled ?? { outcome: 'unmatched', isNews: false }
  }
  const settled = await settleAsTold({ gateway, payment, confirmedBy: 'webhook', at: clock.now() }, settle)
  if (!settled.ok) return unasked(settled.error)
  return { canReplay: true, text: outcomeTexts[settled.value.outcome], rehearsed: last }
}

const refundTexts = {
  some: 'The refund would be written down.',
  none: 'The refund is known already, so a replay is a duplicate.',
}

async function rehearseRefund(told: ToldRefunds, isKnown: boolean): Promise<Finding> {
  const isShown =
    told.payment.isRefunded ||
    told.listed.some(({ providerOrderId }) => providerOrderId === told.payment.providerOrderId)
  if (!isShown) return nothing('The provider shows no refund of this payment, so nothing would be changed.')
  if (!isKnown) return rehearseWhole(told)
  const rehearsed = await rehearseSettlement(null, told)
  const text = rehearsed.outcome.refundsChanged > 0 ? refundTexts.some : refundTexts.none
  return { canReplay: true, text, rehearsed }
}

async function isRecorded({ provider, mode }: DecidedEvent, providerOrderId: string): Promise<boolean> {
  const [row] = await rows(sql`
    select 1 from payments where provider = ${provider}::provider and mode = ${mode}::payment_mode
      and provider_order_id = ${providerOrderId}`)
  return row !== undefined
}

async function findOrderNumber(orderId: number | null): Promise<number | null> {
  const [order] = await rows<{ number: number }>(sql`select number from orders where id = ${orderId}::int`)
  return order?.number ?? null
}

type Asking = Extract<ProviderEvent, { kind: 'payment_completed' | 'payment_refunded' }>

async function consult(event: DecidedEvent, asking: Asking, { gateway, clock }: ProcessDeps): Promise<Finding> {
  const isRefund = asking.kind === 'payment_refunded'
  const answer = await gateway.lookUpPayment(isRefund ? asking.providerOrderId : asking.claims.providerOrderId)
  if (!answer.ok) return unasked(answer.error)
  if (!answer.value) return nothing('The provider does not know this payment (yet), so nothing would be changed.')
  const payment = isRefund ? answer.value : withSignedReference(answer.value, asking.claims)
  const asksForRefunds = (isRefund || payment.isRefunded) && gateway.refunds
  const listed = asksForRefunds ? await asksForRefunds.listNewest() : null
  if (listed && !listed.ok) return unasked(listed.error)
  const told = { gateway, clock, payment, listed: listed?.value.refunds ?? [] }
  if (!isRefund) return rehearseWhole(told)
  return rehearseRefund(told, await isRecorded(event, payment.providerOrderId))
}

async function find(event: DecidedEvent, deps: ProcessDeps): Promise<Finding> {
  const understood = readAgain(event, deps.gateway)
  switch (understood?.kind) {
    case undefined:
      return nothing(idleTexts.unreadable)
    case 'payment_completed':
    case 'payment_refunded':
      return consult(event, understood, deps)
    case 'contradictory':
      return nothing(`It contradicts itself, so nothing is done with it: ${understood.reason}`)
    case 'subscription':
      return { canReplay: true, text: subscriptionText, rehearsed: null }
    case 'payment_failed':
    case 'payment_disputed':
    case 'ignored':
      return nothing(idleTexts[understood.kind])
  }
}

/**
 * What a replay of a stored event would do now. The provider is asked first; then order, stock, ledger and mails are
 * changed in a transaction that is rolled back, and compared. Nothing remains of it.
 */
export async function rehearseEvent(event: DecidedEvent, deps: ProcessDeps): Promise<Rehearsal> {
  const { canReplay, text, rehearsed } = await find(event, deps)
  const orderNumber = await findOrderNumber(rehearsed?.orderId ?? event.orderId)
  return {
    eventId: event.id,
    eventName: event.eventName,
    canReplay,
    text,
    orderNumber,
    changes: rehearsed?.changes ?? [],
  }
}

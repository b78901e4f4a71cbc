import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { issueOrderToken, linkExpiresAfter } from '@/lib/orders/tokens'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findGateway } from '@/lib/payments/registry'
import { settleConfirmedPayment } from '@/lib/settlement/settle-confirmed-payment'
import { hashToken } from '@/lib/shared/token'
import { takeTurn } from '@/lib/turns'
import { listOwnOffers, listOwnOrders, type OwnOffer, type OwnOrder } from './own-orders'

export type ReturnQuestion = {
  provider: ProviderId
  /** What the provider put into the address; anybody may have written it. */
  providerOrderId: string | null
  /** The browser's own, from its cookie. */
  buyerToken: string | null
  clock: Clock
}

export type ReturnDeps = { gateway: (id: ProviderId) => PaymentGateway | null }

/**
 * `token` opens the order's page. `open`: the browser's own order that is still waiting, when the address told nothing;
 * `isOnly` when no other of its orders waits, so that this page is the one to wait on.
 */
export type Returned =
  | { kind: 'order'; token: string }
  | { kind: 'unclear'; open: { number: string; token: string; isOnly: boolean } | null }

/** Each return costs the provider calls: one browser's order may cause them once in this time. */
const everyMs = 1_000
const clockSlackMs = 10 * 60_000

/**
 * A buyer who comes back to the one address that a store has, with the provider's id of an order: finds the order that this
 * browser checked out. When no webhook told of the payment yet it is linked only if the provider knows the id, the amount
 * and currency are those of the browser's own open page, and the offer behind that page is sold; nothing else is ever
 * guessed. An unknown or foreign id changes nothing. Safe to repeat.
 */
export async function settleReturn(
  question: ReturnQuestion,
  deps: ReturnDeps = { gateway: findGateway },
): Promise<Returned> {
  const { buyerToken, clock } = question
  const own = buyerToken === null ? [] : await listOwnOrders(question.provider, hashToken(buyerToken))
  if (own.length === 0) return { kind: 'unclear', open: null }
  const found = (await findRecorded(question, own)) ?? (await link(question, own, deps))
  if (found) return { kind: 'order', token: await issueLink(found, clock.now()) }
  return { kind: 'unclear', open: await openOrder(own, clock.now()) }
}

async function openOrder(own: OwnOrder[], at: Date) {
  const awaited = own.filter(({ isAwaited }) => isAwaited)
  const waiting = awaited[0] ?? own.find(({ isOpen }) => isOpen)
  if (!waiting) return null
  return { number: String(waiting.number), token: await issueLink(waiting, at), isOnly: awaited.length === 1 }
}

/** The webhook was faster: its order, when this browser checked it out. */
async function findRecorded({ provider, providerOrderId }: ReturnQuestion, own: OwnOrder[]): Promise<OwnOrder | null> {
  if (providerOrderId === null) return null
  const [payment] = await rows<{ orderId: number | null }>(sql`
    select order_id as "orderId" from payments where provider = ${provider}::provider
      and provider_order_id = ${providerOrderId} and order_id = any(${own.map(({ id }) => id)})`)
  return own.find(({ id }) => id === payment?.orderId) ?? null
}

async function link(question: ReturnQuestion, own: OwnOrder[], deps: ReturnDeps): Promise<OwnOrder | null> {
  const { providerOrderId, provider, clock } = question
  const gateway = deps.gateway(provider)
  const open = own.filter(({ isOpen }) => isOpen)
  if (providerOrderId === null || !gateway || open.length === 0) return null
  if (!(await takeTurn({ key: `return:${provider}:${open[0]?.id}`, everyMs, at: clock.now() }))) return null
  const answer = await gateway.lookUpPayment(providerOrderId)
  if (!answer.ok || answer.value === null || (await isTaken(gateway, providerOrderId))) return null
  const offer = await findSoldOffer(gateway, answer.value, await listOwnOffers(gateway, open))
  if (!offer) return null
  const payment = { ...answer.value, providerProductId: offer.providerProductId }
  const settled = await settleConfirmedPayment({ gateway, payment, confirmedBy: 'return_check', at: clock.now() })
  if (!settled.ok) log().warn({ provider, code: settled.error.code }, 'a returning buyer is left to the sweep')
  return own.find(({ id }) => id === offer.orderId) ?? null
}

/** The one sold offer of the browser's own that this payment can be for; null when there is none, or more than one order. */
async function findSoldOffer(
  gateway: PaymentGateway,
  payment: ProviderPayment,
  offers: OwnOffer[],
): Promise<OwnOffer | null> {
  const sold: OwnOffer[] = []
  for (const offer of offers.filter((one) => agrees(payment, one))) {
    const answer = await gateway.orderProducts?.isPaid(offer.providerProductId)
    if (!answer?.ok) return null
    if (answer.value) sold.push(offer)
  }
  return new Set(sold.map(({ orderId }) => orderId)).size === 1 ? (sold[0] ?? null) : null
}

const agrees = ({ preTaxMinor, currency, createdAt }: ProviderPayment, offer: OwnOffer): boolean =>
  preTaxMinor === offer.expectedMinor &&
  currency === offer.currency &&
  createdAt !== null &&
  createdAt.getTime() >= offer.createdAt.getTime() - clockSlackMs

/** It belongs to an order already, one of another browser's. */
async function isTaken({ id, mode }: PaymentGateway, providerOrderId: string): Promise<boolean> {
  const [taken] = await rows(sql`
    select 1 from payments where provider = ${id}::provider and mode = ${mode}::payment_mode
      and provider_order_id = ${providerOrderId} and order_id is not null`)
  return taken !== undefined
}

/** Earlier links stay valid. */
function issueLink({ id, expiresAt }: OwnOrder, at: Date): Promise<string> {
  const entry = { orderId: id, purpose: 'return_link' as const, at, expiresAt: linkExpiresAfter(expiresAt) }
  return inTransaction((tx) => issueOrderToken(tx, entry))
}

import { type JsonObject, json, Refusal, type Reply } from '../exchange'
import { invalid, optionalNumber, optionalText, requireText } from '../fields'
import { newId } from '../ids'
import { toMajor, toMinor } from '../money'
import { announce } from './announce'
import type { ApiCall, ApiRoute } from './api-route'
import { refundedBody } from './event-bodies'
import type { Order, Refund } from './model'
import { getOrder } from './orders'
import { nowIso, type World } from './world'

export const refundRoutes: readonly ApiRoute[] = [
  ['GET', '/refunds', (world, call) => json(200, listRefunds(world, call.testMode))],
  ['GET', '/refunds/:id', (world, call) => json(200, refundView(getRefund(world, call.params.id, call.testMode)))],
  ['POST', '/refunds', (world, call) => answerRefund(world, call)],
]

export type RefundWish = { amountMajor: number | null; reason: string | null }

/** Gives money back, all that is left when no amount is named; announces it unless it is pending or failed. */
export function createRefund(world: World, order: Order, { amountMajor, reason }: RefundWish): Refund {
  const leftMinor = order.totalMinor - order.refundedMinor - pendingMinor(world, order)
  const amountMinor = amountMajor === null ? leftMinor : toMinor(amountMajor, order.currency)
  if (leftMinor <= 0) throw new Refusal(400, 'ALREADY_REFUNDED', 'This order has already been refunded.')
  if (amountMinor <= 0) throw invalid('amount must be above zero.')
  if (amountMinor > leftMinor) {
    const left = toMajor(leftMinor, order.currency)
    throw new Refusal(400, 'REFUND_EXCEEDS_ORDER', `At most ${left} of this order can still be refunded.`)
  }
  const refund = world.books.refunds.put({
    _id: newId(world.now()),
    orderId: order._id,
    amountMinor,
    currency: order.currency,
    reason,
    status: world.switches.values.refund_status,
    testMode: order.testMode,
    createdAt: nowIso(world),
  })
  if (refund.status === 'completed') settle(world, order, refund)
  return refund
}

/** Lets a pending refund end well or badly. */
export function finishRefund(world: World, refund: Refund, status: 'completed' | 'failed'): Refund {
  if (refund.status !== 'pending') throw new Refusal(400, 'REFUND_NOT_PENDING', 'This refund is not pending.')
  const finished = world.books.refunds.put({ ...refund, status })
  if (status === 'completed') settle(world, getOrder(world, refund.orderId), finished)
  return finished
}

export function refundView(refund: Refund): JsonObject {
  const { _id, orderId, amountMinor, currency, reason, status, testMode, createdAt } = refund
  const amount = toMajor(amountMinor, currency)
  return { _id, orderId, amount, ...(reason === null ? {} : { reason }), status, testMode, createdAt }
}

function answerRefund(world: World, call: ApiCall): Reply {
  const order = getOrder(world, requireText(call.fields, 'orderId'))
  if (order.testMode !== call.testMode) throw new Refusal(404, 'ORDER_NOT_FOUND', 'Order not found')
  const amountMajor = optionalNumber(call.fields, 'amount') ?? null
  const reason = optionalText(call.fields, 'reason') ?? null
  const refund = createRefund(world, order, { amountMajor, reason })
  const reply = json(201, refundView(refund))
  if (world.switches.values.refund_reply === 'normal') return reply
  return {
    ...reply,
    note: 'the refund was made, its answer lost on purpose',
    writeTo: (response) => response.destroy(),
  }
}

function getRefund(world: World, id: string | undefined, testMode: boolean): Refund {
  const refund = world.books.refunds.get(id ?? '')
  if (!refund || refund.testMode !== testMode) throw new Refusal(404, 'REFUND_NOT_FOUND', 'Refund not found')
  return refund
}

function listRefunds(world: World, testMode: boolean): JsonObject[] {
  const mine = world.books.refunds.all().filter((refund) => refund.testMode === testMode)
  return mine.reverse().map(refundView)
}

function pendingMinor(world: World, order: Order): number {
  const pending = world.books.refunds.all().filter((one) => one.orderId === order._id && one.status === 'pending')
  return pending.reduce((sum, one) => sum + one.amountMinor, 0)
}

function settle(world: World, order: Order, refund: Refund): void {
  const refundedMinor = order.refundedMinor + refund.amountMinor
  const isFull = refundedMinor >= order.totalMinor
  const isRefunded = isFull || world.switches.values.partial_sets_refunded === 'on'
  const changed = world.books.orders.put({ ...order, refundedMinor, isRefunded: order.isRefunded || isRefunded })
  const event = 'order.refunded'
  void announce(world, { event, testMode: order.testMode, body: refundedBody(world, changed, refund) })
}

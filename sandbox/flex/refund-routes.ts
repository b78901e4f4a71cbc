import { type JsonObject, json, type Reply } from '../exchange'
import type { ApiCall, ApiRoute } from './api-route'
import { lineMinor } from './cart'
import { limitOf } from './catalogue'
import { notFound, unprocessable } from './errors'
import { centsOf, objectOf, objectsOf, requiredText, textOf } from './fields'
import type { Refund, Session } from './model'
import { allocate, createRefunds, type Refundable, type RefundWish, refundableOf, refundView } from './refunds'
import { sessionView, stateOf } from './session-view'
import { getSession } from './sessions'
import type { World } from './world'

const LIST_LIMIT = 20

export const refundRoutes: readonly ApiRoute[] = [
  ['POST', '/checkout/sessions/:id/refund', 'checkout_session', (world, call) => refundSession(world, call)],
  [
    'POST',
    '/checkout/sessions/:id/refund_allocation',
    'checkout_session',
    (world, call) => {
      const session = completeSession(world, call)
      const allocations = allocate(world, session, readWish(world, session, call.fields)).map((share) => ({
        payment_method_id: share.intent.methodId,
        last4: share.intent.last4,
        amount: share.amountMinor,
      }))
      return json(200, { allocations })
    },
  ],
  ['POST', '/refunds', 'refund', (world, call) => refundIntent(world, call)],
  [
    'GET',
    '/refunds',
    null,
    (world, call) => json(200, { refunds: listRefunds(world, call).map((one) => refundView(world, one)) }),
  ],
  ['GET', '/refunds/:id', null, (world, call) => json(200, { refund: refundView(world, getRefund(world, call)) })],
  [
    'PATCH',
    '/refunds/:id',
    'refund',
    (world, call) => {
      const refund = getRefund(world, call)
      const metadata = objectOf(call.fields, 'metadata') ?? refund.metadata
      return json(200, { refund: refundView(world, world.books.refunds.put({ ...refund, metadata })) })
    },
  ],
]

function refundSession(world: World, call: ApiCall): Reply {
  const session = completeSession(world, call)
  const made = createRefunds(world, session, readWish(world, session, call.fields))
  const form = world.switches.values.refund_answer
  const refunds = made.map((refund) => refundView(world, refund))
  const reply = json(200, form === 'session' ? { checkout_session: sessionView(world, session, 'api') } : { refunds })
  if (form !== 'lost') return reply
  return {
    ...reply,
    note: 'the refund was made, its answer lost on purpose',
    writeTo: (response) => response.destroy(),
  }
}

function completeSession(world: World, call: ApiCall): Session {
  const session = getSession(world, call)
  if (stateOf(world, session) !== 'complete')
    throw unprocessable('checkout_session_not_complete', 'Only a complete session can be refunded.')
  return session
}

/** Nothing named is all that is left; an amount is a total; lines and shares are summed. */
function readWish(world: World, session: Session, fields: JsonObject): RefundWish {
  const items = objectsOf(fields, 'line_items')
  const amountMinor = centsOf(fields, 'amount')
  const shares = (centsOf(fields, 'amount_tax') ?? 0) + (centsOf(fields, 'amount_shipping') ?? 0)
  const summed = items.reduce((sum, item) => sum + itemMinor(session, item), shares) - discountMinor(fields)
  if (amountMinor !== null && items.length > 0 && amountMinor !== summed)
    throw unprocessable('refund_lines_do_not_sum', 'The lines and shares do not add up to the amount.')
  const isWhole = amountMinor === null && items.length === 0 && shares === 0
  return {
    amountMinor: isWhole ? refundableOf(world, session) : (amountMinor ?? summed),
    reason: textOf(fields, 'reason'),
    metadata: objectOf(fields, 'refund_metadata') ?? {},
    items,
  }
}

const discountMinor = (fields: JsonObject) => centsOf(fields, 'amount_discount') ?? 0

function itemMinor(session: Session, item: JsonObject): number {
  const named = textOf(item, 'product') ?? textOf(item, 'price')
  const line = session.lines.find((one) => one.productId === named || one.priceId === named)
  if (!line) throw unprocessable('line_item_not_found', 'A line of the refund is no line of the session.')
  const wholeMinor = lineMinor(line) - line.discountMinor
  const amountMinor = centsOf(item, 'amount_to_refund') ?? wholeMinor
  if (amountMinor > wholeMinor)
    throw unprocessable('refund_amount_invalid', 'A line cannot give back more than it took.')
  return amountMinor
}

function refundIntent(world: World, { fields, testMode }: ApiCall): Reply {
  const intentId = requiredText(fields, 'payment_intent_id')
  const paid = paidBy(world, intentId)
  const intent = paid?.intents.find(({ id }) => id === intentId)
  if (!intent || paid?.testMode !== testMode) throw notFound()
  const amountMinor = centsOf(fields, 'amount') ?? intent.amountMinor
  const metadata = objectOf(fields, 'metadata') ?? {}
  const wish = { amountMinor, reason: textOf(fields, 'reason'), metadata, items: [], intentId }
  const [refund] = createRefunds(world, paid, wish)
  return json(200, { refund: refund && refundView(world, refund) })
}

/** A session, or a renewal's invoice. */
function paidBy(world: World, intentId: string): Refundable | undefined {
  const session = world.books.sessions.find((one) => one.intents.some(({ id }) => id === intentId))
  const invoice = world.books.invoices.find((one) => one.intent?.id === intentId)
  return session ?? (invoice?.intent ? { ...invoice, intents: [invoice.intent] } : undefined)
}

function getRefund(world: World, { params, testMode }: ApiCall): Refund {
  const refund = world.books.refunds.get(params.id ?? '')
  if (refund?.testMode !== testMode) throw notFound()
  return refund
}

/** Newest first. */
function listRefunds(world: World, { query, testMode }: ApiCall): Refund[] {
  const [status, intent, session] = ['status', 'payment_intent', 'checkout_session'].map((name) => query.get(name))
  const rows = world.books.refunds
    .all()
    .filter((one) => one.testMode === testMode)
    .filter((one) => !status || one.status === status)
    .filter((one) => !intent || one.intentId === intent)
    .filter((one) => !session || one.sessionId === session)
    .reverse()
  const after = query.get('starting_after')
  const from = after === null ? 0 : rows.findIndex(({ _id }) => _id === after) + 1
  return rows.slice(from, from + limitOf(query, LIST_LIMIT))
}

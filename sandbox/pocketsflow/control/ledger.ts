import { BUTTON_DECLINE } from '../../cards'
import { type JsonObject, json, Refusal, type Reply } from '../../exchange'
import { invalid, optionalText } from '../../fields'
import { announceDeclined, announcePaid } from '../checkout-events'
import type { Order, Session } from '../model'
import { type PaymentForm, takePayment } from '../payment'
import type { World } from '../world'

const FORM_FIELDS = ['email', 'country', 'discountCode', 'firstName', 'lastName', 'amount', 'card'] as const
const FALLBACK_EMAIL = 'buyer@sandbox.example'

/** Pays a session without a browser, exactly as its page would. */
export async function paySession(world: World, session: Session, fields: JsonObject): Promise<Reply> {
  const form: PaymentForm = { authentication: fields.authentication === 'failed' ? 'failed' : 'done' }
  for (const name of FORM_FIELDS) {
    const value = optionalText(fields, name)
    if (value) form[name] = value
  }
  if (!form.email && !session.customerEmail && !session.draft.email) form.email = FALLBACK_EMAIL

  const result = takePayment(world, session, form)
  switch (result.kind) {
    case 'paid': {
      const { before, afterSent } = announcePaid(world, session, result)
      await before
      const reply = json(201, {
        order: result.order,
        ...(result.membership && { subscription: result.membership }),
        redirectUrl: session.successUrl,
      })
      return afterSent ? { ...reply, afterSent } : reply
    }
    case 'declined':
      announceDeclined(world, session, result)
      return json(402, { error: result.text, code: result.code })
    case 'already_paid':
      throw new Refusal(409, 'ALREADY_PAID', 'This session has been paid (see the switch session_reuse).')
    case 'not_for_sale':
      throw new Refusal(410, 'NOT_FOR_SALE', 'The product of this session can no longer be bought.')
    case 'authenticate':
      throw new Refusal(402, 'AUTHENTICATION_REQUIRED', 'The card asks for 3-D Secure.')
    case 'invalid':
      throw invalid(result.text)
  }
}

export function declineSession(world: World, session: Session): Reply {
  const form: PaymentForm = session.customerEmail ? {} : { email: FALLBACK_EMAIL }
  const result = takePayment(world, session, form, BUTTON_DECLINE)
  if (result.kind !== 'declined') throw new Refusal(409, 'NOT_PAYABLE', 'This session cannot be paid any more.')
  announceDeclined(world, session, result)
  return json(200, { session: world.books.sessions.get(session._id) })
}

/** Changes what the provider remembers of an order, as its own staff or time would. */
export function changeOrder(world: World, order: Order, fields: JsonObject): Order {
  const changed = { ...order }
  for (const name of ['isDisputed', 'isRefunded'] as const) {
    const value = fields[name]
    if (value === undefined) continue
    if (typeof value !== 'boolean') throw invalid(`${name} must be true or false.`)
    changed[name] = value
  }
  const createdAt = optionalText(fields, 'createdAt')
  if (createdAt !== undefined) {
    if (Number.isNaN(Date.parse(createdAt))) throw invalid('createdAt must be an ISO 8601 date.')
    changed.createdAt = new Date(createdAt).toISOString()
  }
  if (fields.visibleInMs !== undefined) {
    if (typeof fields.visibleInMs !== 'number') throw invalid('visibleInMs must be a number.')
    changed.visibleAtMs = world.now() + fields.visibleInMs
  }
  return world.books.orders.put(changed)
}

/** Newest first, with the refunds of each. */
export function listLedger(world: World, limit: number): JsonObject[] {
  const refunds = world.books.refunds.all()
  return world.books.orders
    .all()
    .slice(-limit)
    .reverse()
    .map((order) => ({ ...order, refunds: refunds.filter((refund) => refund.orderId === order._id) }))
}

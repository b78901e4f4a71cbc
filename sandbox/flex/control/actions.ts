import { isObject, type JsonObject, json, Refusal, type Reply } from '../../exchange'
import type { Forgery } from '../../post'
import { prepare, subscribers } from '../announce'
import { announceDeclined, announceDispute, announcePaid, announceSession } from '../checkout-events'
import { unprocessable } from '../errors'
import { centsOf, textOf } from '../fields'
import type { FlexEvent, RefundStatus, Session } from '../model'
import { takePayment } from '../payment'
import { createRefunds, refundableOf, refundView } from '../refunds'
import { sendDelivery } from '../send-delivery'
import { sessionView, withSessionId } from '../session-view'
import { expireSession } from '../sessions'
import { SWITCHES } from '../switch-catalogue'
import type { World } from '../world'

const FALLBACK_EMAIL = 'buyer@sandbox.example'
const FORGERIES: readonly Forgery[] = ['wrong_secret', 'unsigned', 'tampered']
const MAX_TIMES = 1000
export const REFUND_ENDS: readonly RefundStatus[] = ['succeeded', 'failed', 'canceled', 'requires_action']

/** Pays a session without a browser, exactly as its page would. */
export async function paySession(world: World, session: Session, fields: JsonObject): Promise<Reply> {
  const card = textOf(fields, 'card')
  const email = textOf(fields, 'email') ?? session.email ?? textOf(session.defaults, 'email') ?? FALLBACK_EMAIL
  const result = takePayment(world, session, { email, ...(card === null ? {} : { card }) })
  switch (result.kind) {
    case 'paid': {
      const { before, afterSent } = announcePaid(world, result.session)
      await before
      const redirectUrl = withSessionId(session.successUrl, session)
      const reply = json(201, { session: sessionView(world, result.session, 'api'), redirectUrl })
      return afterSent ? { ...reply, afterSent } : reply
    }
    case 'next':
      return json(202, { session: sessionView(world, result.session, 'api') })
    case 'declined':
      announceDeclined(world, session, result.code)
      return json(402, { error: result.text, code: result.code })
    case 'closed':
      throw new Refusal(409, 'NOT_PAYABLE', `This session is ${result.state}.`)
    case 'invalid':
      throw unprocessable('invalid', result.text)
  }
}

export function declineSession(world: World, session: Session): Reply {
  const result = takePayment(world, session, { email: session.email ?? FALLBACK_EMAIL, declined: true })
  if (result.kind !== 'declined') throw new Refusal(409, 'NOT_PAYABLE', 'This session cannot be paid any more.')
  announceDeclined(world, session, result.code)
  return json(200, {})
}

export function expire(world: World, session: Session): Reply {
  if (session.state === 'paid') throw new Refusal(409, 'PAID', 'A paid session does not expire.')
  const expired = expireSession(world, session)
  if (world.switches.values.expired_event === 'on') void announceSession(world, 'checkout.session.expired', expired)
  return json(200, { session: sessionView(world, expired, 'api') })
}

/** A refund made at the provider's dashboard: a total, or all that is left. */
export function refund(world: World, session: Session, fields: JsonObject): Reply {
  const amountMinor = fields.amount === '' ? null : centsOf({ amount: toNumber(fields.amount) }, 'amount')
  const wish = { amountMinor: amountMinor ?? refundableOf(world, session), reason: textOf(fields, 'reason') }
  const made = createRefunds(world, session, { ...wish, metadata: {}, items: [] })
  return json(201, { refunds: made.map((one) => refundView(world, one)) })
}

export function dispute(world: World, session: Session, fields: JsonObject): Reply {
  const isOver = fields.isDisputed === false
  const disputed = world.books.sessions.put({ ...session, disputedMinor: isOver ? 0 : session.totalMinor })
  announceDispute(
    world,
    { ...disputed, disputedMinor: session.totalMinor },
    isOver ? 'charge.dispute.closed' : 'charge.dispute.created',
  )
  return json(200, { session: sessionView(world, disputed, 'api') })
}

/** Sends an event of a session again, all copies at the same instant, past the switches that lose, delay or double. */
export async function deliverAgain(world: World, session: Session, fields: JsonObject): Promise<Reply> {
  const type = textOf(fields, 'event') ?? 'checkout.session.completed'
  const forgery = FORGERIES.find((one) => one === fields.forged)
  const times = Number(fields.times || 1)
  if (!Number.isInteger(times) || times < 1 || times > MAX_TIMES)
    throw unprocessable('invalid', `times must be from 1 to ${MAX_TIMES}.`)
  const event = newestEvent(world, session, type)
  const targets = subscribers(world, event)
  if (targets.length === 0) throw new Refusal(400, 'NO_SUBSCRIBER', `No webhook is subscribed to ${type}.`)
  const envelope = SWITCHES.envelope.parse(fields.envelope)?.value
  const overrides = isObject(fields.overrides) ? fields.overrides : null
  const prepared = targets.map((one) => prepare(world, one, event, { overrides, ...(envelope ? { envelope } : {}) }))
  const copies = Array.from({ length: times }, () => prepared).flat()
  const deliveries = await Promise.all(
    copies.map(async (delivery) => {
      const { status, error, durationMs } = await sendDelivery(world, delivery, forgery)
      return { webhookId: delivery.webhook._id, eventId: event._id, event: type, status, error, durationMs }
    }),
  )
  return json(200, { deliveries })
}

function newestEvent(world: World, session: Session, type: string): FlexEvent {
  const intents = session.intents.map(({ id }) => id)
  const belongs = ({ object }: FlexEvent) =>
    object.checkout_session_id === session._id || intents.includes(String(object.payment_intent_id))
  const event = world.books.events.all().findLast((one) => one.type === type && belongs(one))
  if (!event) throw new Refusal(400, 'NO_EVENT', `This session has no event ${type}.`)
  return event
}

const toNumber = (value: unknown) => (typeof value === 'string' && value !== '' ? Number(value) : value)

import { type JsonObject, Refusal } from '../../exchange'
import { invalid, optionalChoice } from '../../fields'
import { mergePatch } from '../../merge'
import { prepare, subscribers } from '../announce'
import { completedBody, paymentIntentBody, refundedBody } from '../event-bodies'
import type { Order } from '../model'
import { sendDelivery } from '../send-delivery'
import { SWITCHES } from '../switch-catalogue'
import type { World } from '../world'

const EVENTS = [
  'order.completed',
  'order.refunded',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
] as const
const FORGERIES = ['wrong_secret', 'unsigned', 'tampered'] as const
const MAX_TIMES = 1000

/** Sends an order's webhook again, all copies at the same instant, past the switches that lose, delay or double. */
export async function deliverAgain(world: World, order: Order, fields: JsonObject): Promise<JsonObject[]> {
  const event = optionalChoice(fields, 'event', EVENTS) ?? 'order.completed'
  const forgery = fields.forged === '' ? undefined : optionalChoice(fields, 'forged', FORGERIES)
  const times = Number(fields.times || 1)
  if (!Number.isInteger(times) || times < 1 || times > MAX_TIMES) throw invalid(`times must be from 1 to ${MAX_TIMES}.`)
  const targets = subscribers(world, { event, testMode: order.testMode })
  if (targets.length === 0) throw new Refusal(400, 'NO_SUBSCRIBER', `No active webhook is subscribed to ${event}.`)

  const body = mergePatch(bodyOf(world, order, event, fields), overridesOf(fields))
  const deliveries = targets.map((webhook) => prepare(world, webhook, { event, body }))
  const copies = Array.from({ length: times }, () => deliveries).flat()
  return Promise.all(
    copies.map(async (delivery) => {
      const { status, error, durationMs } = await sendDelivery(world, delivery, forgery)
      return { webhookId: delivery.webhook._id, url: delivery.webhook.url, event, status, error, durationMs }
    }),
  )
}

function bodyOf(world: World, order: Order, event: (typeof EVENTS)[number], fields: JsonObject): JsonObject {
  if (event === 'order.completed') return completedBody(world, order, formOf(fields))
  if (event === 'order.refunded') {
    const refund = world.books.refunds.all().findLast((one) => one.orderId === order._id)
    if (!refund) throw new Refusal(400, 'NO_REFUND', 'This order has no refund.')
    return refundedBody(world, order, refund)
  }
  return paymentIntentBody(event, order, order, { order: { id: order._id } })
}

function formOf(fields: JsonObject) {
  if (!fields.form) return undefined
  const parsed = SWITCHES.payload_form.parse(fields.form)
  if (!parsed) throw invalid(`form must be ${SWITCHES.payload_form.allowed}.`)
  return parsed.value
}

function overridesOf(fields: JsonObject): JsonObject | null {
  const parsed = SWITCHES.webhook_overrides.parse(fields.overrides ?? null)
  if (!parsed) throw invalid('overrides must be a JSON object.')
  return parsed.value
}

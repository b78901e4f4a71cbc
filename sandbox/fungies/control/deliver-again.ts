import { type JsonObject, Refusal } from '../../exchange'
import { invalid, optionalChoice, optionalText } from '../../fields'
import { mergePatch } from '../../merge'
import { dashboardTestBody, paymentBody, subscriptionBody } from '../event-bodies'
import { EVENT_TYPES, type EventType, type Order } from '../model'
import { sendOnce, writeLetter } from '../send-event'
import { SWITCHES } from '../switch-catalogue'
import type { World } from '../world'

const FORGERIES = ['wrong_secret', 'unsigned', 'tampered'] as const
const MAX_TIMES = 1000

/** Sends an event of an order again, all copies at the same instant, past the switches that lose, delay or double. */
export function deliverAgain(world: World, order: Order, fields: JsonObject): Promise<JsonObject[]> {
  const event = optionalChoice(fields, 'event', EVENT_TYPES) ?? 'payment_success'
  return send(world, { event, body: bodyOf(world, event, order, optionalText(fields, 'key')) }, fields)
}

/** What the dashboard's test button sends. */
export function sendTestEvent(world: World, fields: JsonObject): Promise<JsonObject[]> {
  const event = optionalChoice(fields, 'event', EVENT_TYPES) ?? 'payment_success'
  return send(world, { event, body: dashboardTestBody(world, event, optionalText(fields, 'key')) }, fields)
}

async function send(
  world: World,
  { event, body }: { event: EventType; body: JsonObject },
  fields: JsonObject,
): Promise<JsonObject[]> {
  const forgery = fields.forged === '' ? undefined : optionalChoice(fields, 'forged', FORGERIES)
  const times = Number(fields.times || 1)
  if (!Number.isInteger(times) || times < 1 || times > MAX_TIMES) throw invalid(`times must be from 1 to ${MAX_TIMES}.`)
  const overrides = SWITCHES.webhook_overrides.parse(fields.overrides ?? null)
  if (!overrides) throw invalid('overrides must be a JSON object.')
  const letter = writeLetter(world, event, mergePatch(body, overrides.value))
  if (!letter) throw new Refusal(400, 'NO_SUBSCRIBER', `No webhook listens to ${event}.`)
  const copies = Array.from({ length: times }, () => sendOnce(world, letter, forgery))
  const outcomes = await Promise.all(copies)
  return outcomes.map(({ status, error, durationMs }) => ({ url: letter.url, event, status, error, durationMs }))
}

function bodyOf(world: World, event: EventType, order: Order, key: string | undefined): JsonObject {
  const subscription = world.books.subscriptions.get(order.subscriptionId ?? '') ?? null
  if (event.startsWith('subscription_')) {
    if (!subscription) throw new Refusal(400, 'NO_SUBSCRIPTION', 'This order began no subscription.')
    return subscriptionBody(world, event, subscription, key)
  }
  const payment = world.books.payments.get(order.lastPaymentId)
  if (!payment) throw new Refusal(400, 'NO_PAYMENT', 'This order has no payment.')
  return paymentBody(world, event, { order, payment, subscription }, key)
}

import type { Outcome } from '../deliver'
import { logAttempt } from '../delivery-log'
import type { Forgery } from '../post'
import type { Webhook } from './model'
import { forge, signBody } from './signing'
import type { World } from './world'

export type Delivery = { webhook: Webhook; event: string; body: string }

/** One attempt, logged with what was sent and what came back. */
export async function sendDelivery(world: World, delivery: Delivery, forgery?: Forgery): Promise<Outcome> {
  const { webhook, event } = delivery
  const signed = forgery
    ? forge(delivery.body, webhook.secret, forgery)
    : { body: delivery.body, signature: signBody(delivery.body, webhook.secret) }
  const headers = headersOf(world, event, signed.signature)
  const timeoutMs = world.switches.values.webhook_timeout_ms
  const outcome = await world.courier.send({ url: webhook.url, headers, body: signed.body, timeoutMs })
  logAttempt(world.log, { url: webhook.url, event, headers, body: signed.body }, outcome, forgery)
  return outcome
}

function headersOf(world: World, event: string, signature: string | null): Record<string, string> {
  const { webhook_timestamp: unit, webhook_event_header: named } = world.switches.values
  const nowMs = world.now()
  return {
    'content-type': 'application/json',
    'user-agent': 'Pocketsflow-Webhooks/1.0 (sandbox)',
    ...(named === 'on' ? { 'x-pocketsflow-event': event } : {}),
    ...(signature === null ? {} : { 'x-pocketsflow-signature': signature }),
    ...(unit === 'absent'
      ? {}
      : { 'x-pocketsflow-timestamp': String(unit === 'ms' ? nowMs : Math.floor(nowMs / 1000)) }),
  }
}

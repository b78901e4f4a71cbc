import { type JsonObject, json } from '../exchange'
import { prepare } from './announce'
import type { ApiCall, ApiRoute } from './api-route'
import { notFound, unprocessable } from './errors'
import { requiredText, textsOf, webUrlOf } from './fields'
import type { Webhook } from './model'
import { sendDelivery } from './send-delivery'
import { newSigningSecret } from './signing'
import { idOf, type World } from './world'

/** The provider shows no list of webhooks; who registered one keeps its id. */
export const webhookRoutes: readonly ApiRoute[] = [
  ['POST', '/webhooks', 'webhook', (world, call) => json(200, { webhook: webhookView(createWebhook(world, call)) })],
  ['GET', '/webhooks/:id', null, (world, call) => json(200, { webhook: webhookView(getWebhook(world, call)) })],
  [
    'POST',
    '/webhooks/:id',
    'webhook',
    (world, call) => json(200, { webhook: webhookView(changeWebhook(world, getWebhook(world, call), call.fields)) }),
  ],
  [
    'DELETE',
    '/webhooks/:id',
    null,
    (world, call) => {
      world.books.webhooks.remove(getWebhook(world, call)._id)
      return json(200, {})
    },
  ],
  ['POST', '/events/:id/retry', 'event', (world, call) => json(200, retryEvent(world, call))],
]

export function changeWebhook(world: World, webhook: Webhook, fields: JsonObject): Webhook {
  return world.books.webhooks.put({
    ...webhook,
    url: webUrlOf(fields, 'url') ?? webhook.url,
    events: textsOf(fields, 'events') ?? webhook.events,
  })
}

function createWebhook(world: World, { fields, testMode }: ApiCall): Webhook {
  const url = webUrlOf(fields, 'url')
  const events = textsOf(fields, 'events') ?? []
  if (url === null || events.length === 0) throw unprocessable('missing', 'url and events are required.')
  return world.books.webhooks.put({
    _id: idOf(world, 'fwh'),
    testMode,
    createdAtMs: world.now(),
    url,
    events,
    secret: newSigningSecret(world.switches.values.secret_prefix),
  })
}

function getWebhook(world: World, { params, testMode }: Pick<ApiCall, 'params' | 'testMode'>): Webhook {
  const webhook = world.books.webhooks.get(params.id ?? '')
  if (webhook?.testMode !== testMode) throw notFound()
  return webhook
}

function webhookView({ _id, url, events, secret, testMode }: Webhook): JsonObject {
  return { webhook_id: _id, url, events, signing_secret: secret, test_mode: testMode }
}

/** Sends an event once more to one webhook, past the switches that lose or double. */
function retryEvent(world: World, { params, fields, testMode }: ApiCall): JsonObject {
  const event = world.books.events.get(params.id ?? '')
  if (event?.testMode !== testMode) throw notFound()
  const webhook = getWebhook(world, { params: { id: requiredText(fields, 'webhook_id') }, testMode })
  const delivery = prepare(world, webhook, event)
  void sendDelivery(world, delivery)
  const { _id, type, createdAtMs } = event
  const shown = {
    event_id: _id,
    event_type: type,
    test_mode: testMode,
    created_at: new Date(createdAtMs).toISOString(),
  }
  return { event: { ...shown, object: { [event.resource]: event.object } } }
}

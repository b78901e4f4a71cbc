import { type JsonObject, json, Refusal } from '../exchange'
import { given, invalid, isWebUrl, optionalFlag, optionalText, optionalTexts, requireText } from '../fields'
import { newId, newSecret } from '../ids'
import { prepare } from './announce'
import type { ApiRoute } from './api-route'
import { accountOf } from './books'
import type { Webhook } from './model'
import { sendDelivery } from './send-delivery'
import { nowIso, type World } from './world'

/** Every event name of the provider's lists, both spellings of the pause. */
const EVENTS = new Set([
  'order.completed',
  'order.refunded',
  'product.created',
  'product.updated',
  'product.deleted',
  'review.created',
  'customer.created',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.pause',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.trial_will_end',
  'invoice.created',
  'invoice.upcoming',
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice.payment_failed',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'identity.verification_session.verified',
  'identity.verification_session.processing',
  'identity.verification_session.requires_input',
])

export const webhookRoutes: readonly ApiRoute[] = [
  [
    'GET',
    '/webhooks',
    (world, call) => {
      const mine = world.books.webhooks.all().filter((one) => one.testMode === call.testMode)
      return json(
        200,
        mine.map((webhook) => readView(world, webhook)),
      )
    },
  ],
  ['POST', '/webhooks', (world, call) => json(201, createWebhook(world, call.fields, call.testMode))],
  [
    'GET',
    '/webhooks/:id',
    (world, call) => json(200, readView(world, getWebhook(world, call.params.id, call.testMode))),
  ],
  [
    'PUT',
    '/webhooks/:id',
    (world, call) =>
      json(200, readView(world, updateWebhook(world, getWebhook(world, call.params.id, call.testMode), call.fields))),
  ],
  [
    'DELETE',
    '/webhooks/:id',
    (world, call) => {
      world.books.webhooks.remove(getWebhook(world, call.params.id, call.testMode)._id)
      return json(200, { message: 'Webhook deleted successfully' })
    },
  ],
  ['POST', '/webhooks/:id/test', (world, call) => testWebhook(world, getWebhook(world, call.params.id, call.testMode))],
]

export function updateWebhook(world: World, webhook: Webhook, fields: JsonObject): Webhook {
  return world.books.webhooks.put({ ...webhook, ...given(changesOf(fields)) })
}

function getWebhook(world: World, id: string | undefined, testMode: boolean): Webhook {
  const webhook = world.books.webhooks.get(id ?? '')
  if (!webhook || webhook.testMode !== testMode) throw new Refusal(404, 'WEBHOOK_NOT_FOUND', 'Webhook not found')
  return webhook
}

function createWebhook(world: World, fields: JsonObject, testMode: boolean): Webhook {
  const changes = changesOf(fields)
  const { url, events, description } = changes
  if (url === undefined || events === undefined) throw invalid('url and events are required.')
  return world.books.webhooks.put({
    _id: newId(world.now()),
    userId: accountOf(world.books, testMode).userId,
    url,
    events,
    ...given({ description }),
    active: changes.active ?? true,
    secret: optionalText(fields, 'secret') ?? newSecret('whsec_'),
    testMode,
    createdAt: nowIso(world),
  })
}

function changesOf(fields: JsonObject) {
  const url = fields.url === undefined ? undefined : requireText(fields, 'url')
  if (url !== undefined && !isWebUrl(url)) throw new Refusal(400, 'INVALID_URL', 'url must be an absolute http(s) URL.')
  const events = optionalTexts(fields, 'events')
  const unknown = events?.find((event) => !EVENTS.has(event))
  if (unknown !== undefined) throw new Refusal(400, 'UNKNOWN_EVENT', `There is no event “${unknown}”.`)
  if (events?.length === 0) throw invalid('events must name at least one event.')
  return { url, events, description: optionalText(fields, 'description'), active: optionalFlag(fields, 'active') }
}

/** The secret is shown once, at creation, unless the switch says otherwise. */
function readView(world: World, webhook: Webhook): JsonObject {
  if (world.switches.values.webhook_secret_on_read === 'shown') return webhook
  const { secret: _shownOnce, ...rest } = webhook
  return rest
}

async function testWebhook(world: World, webhook: Webhook) {
  const event = webhook.events[0] ?? 'order.completed'
  const body = {
    event,
    product: { id: newId(world.now()), variantId: null },
    order: { id: newId(world.now()) },
    currency: 'usd',
    customer: { email: 'test@sandbox.example', firstName: 'Test', lastName: 'Event' },
    amount: 1,
    amountBeforeTax: 1,
    metadata: {},
  }
  const outcome = await sendDelivery(world, prepare(world, webhook, { event, body }))
  const answer = outcome.status === null ? `failed: ${outcome.error}` : `answered ${outcome.status}`
  return json(200, { message: `Test webhook sent, the endpoint ${answer}` })
}

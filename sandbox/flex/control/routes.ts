import { act } from '../../control/action'
import { commonRoutes, found, limitOf } from '../../control/common-routes'
import { type JsonObject, json, Refusal, type Reply, type SandboxRequest } from '../../exchange'
import type { Route } from '../../router'
import type { Store } from '../../store'
import { COLLECTIONS, WEBHOOKS_COLLECTION } from '../books'
import { changeProduct } from '../catalogue'
import { textOf } from '../fields'
import { endRefund, refundsOf, refundView } from '../refunds'
import { tryAgain } from '../send-delivery'
import { changeSession } from '../sessions'
import { cancelSubscription, change, renew, retry, subscriptionView } from '../subscriptions'
import { changeWebhook } from '../webhooks'
import type { World } from '../world'
import { declineSession, deliverAgain, dispute, expire, paySession, REFUND_ENDS, refund } from './actions'

/** What tests and the control page use. It is bound to loopback with everything else and asks for no key. */
export function controlRoutes(world: World, store: Store): readonly Route[] {
  return [
    ...commonRoutes(world, { store, collections: COLLECTIONS, kept: WEBHOOKS_COLLECTION }),
    ...viewRoutes(world),
    ...sessionActions(world),
    ...otherActions(world),
  ]
}

function viewRoutes(world: World): readonly Route[] {
  const { books } = world
  const sessions = (request: SandboxRequest) =>
    books.sessions
      .all()
      .slice(-limitOf(request))
      .reverse()
      .map((session) => ({ ...session, refunds: refundsOf(world, session) }))
  return [
    ['GET', '/_sandbox/sessions', (request) => json(200, { sessions: sessions(request) })],
    ['GET', '/_sandbox/webhooks', () => json(200, { webhooks: books.webhooks.all() })],
    ['GET', '/_sandbox/events', () => json(200, { events: books.events.all().toReversed() })],
    ['GET', '/_sandbox/subscriptions', () => json(200, { subscriptions: books.subscriptions.all().toReversed() })],
    ['GET', '/_sandbox/deliveries', () => json(200, { pending: books.pending.all() })],
  ]
}

function sessionActions(world: World): readonly Route[] {
  const session = (request: SandboxRequest) => found(world.books.sessions, request)
  return [
    ['POST', '/_sandbox/sessions/:id/pay', act((request, fields) => paySession(world, session(request), fields))],
    ['POST', '/_sandbox/sessions/:id/decline', act((request) => declineSession(world, session(request)))],
    ['POST', '/_sandbox/sessions/:id/expire', act((request) => expire(world, session(request)))],
    ['POST', '/_sandbox/sessions/:id/refund', act((request, fields) => refund(world, session(request), fields))],
    ['POST', '/_sandbox/sessions/:id/dispute', act((request, fields) => dispute(world, session(request), fields))],
    ['POST', '/_sandbox/sessions/:id/deliver', act((request, fields) => deliverAgain(world, session(request), fields))],
    [
      'POST',
      '/_sandbox/sessions/:id',
      act((request, fields) => json(200, { session: changeSession(world, session(request), fields) })),
    ],
  ]
}

function otherActions(world: World): readonly Route[] {
  const { books } = world
  return [
    ['POST', '/_sandbox/refunds/:id', act((request, fields) => finishRefund(world, request, fields))],
    [
      'POST',
      '/_sandbox/subscriptions/:id/renew',
      act((request, { fails }) => {
        const invoice = renew(world, found(books.subscriptions, request), fails === true || fails === 'true')
        return json(201, { invoice })
      }),
    ],
    [
      'POST',
      '/_sandbox/subscriptions/:id/retry',
      act((request) => json(200, { invoice: retry(world, found(books.subscriptions, request)) })),
    ],
    ...(['paused', 'active'] as const).map(
      (status): Route => [
        'POST',
        `/_sandbox/subscriptions/:id/${status === 'paused' ? 'pause' : 'resume'}`,
        act((request) => {
          const changed = change(world, found(books.subscriptions, request), { status })
          return json(200, { subscription: subscriptionView(world, changed) })
        }),
      ],
    ),
    [
      'POST',
      '/_sandbox/subscriptions/:id/cancel',
      act((request) => {
        const ended = cancelSubscription(world, found(books.subscriptions, request))
        return json(200, { subscription: subscriptionView(world, ended) })
      }),
    ],
    [
      'POST',
      '/_sandbox/products/:id',
      act((request, fields) => json(200, { product: changeProduct(world, found(books.products, request), fields) })),
    ],
    [
      'DELETE',
      '/_sandbox/products/:id',
      act((request) => {
        books.products.remove(found(books.products, request)._id)
        return json(200, {})
      }),
    ],
    ['POST', '/_sandbox/webhooks/:id', act((request, fields) => bendWebhook(world, request, fields))],
    [
      'POST',
      '/_sandbox/deliveries/retry',
      act(async () => {
        const waiting = books.pending.all()
        await Promise.all(waiting.map(({ _id }) => tryAgain(world, _id)))
        return json(200, { tried: waiting.length })
      }),
    ],
  ]
}

function finishRefund(world: World, request: SandboxRequest, fields: JsonObject): Reply {
  const status = REFUND_ENDS.find((one) => one === fields.status)
  if (!status) throw new Refusal(400, 'VALIDATION_ERROR', `status must be one of ${REFUND_ENDS.join(', ')}.`)
  const ended = endRefund(world, found(world.books.refunds, request), status)
  return json(200, { refund: refundView(world, ended) })
}

function bendWebhook(world: World, request: SandboxRequest, fields: JsonObject): Reply {
  const webhook = found(world.books.webhooks, request)
  const secret = textOf(fields, 'secret') ?? webhook.secret
  return json(200, { webhook: changeWebhook(world, { ...webhook, secret }, fields) })
}

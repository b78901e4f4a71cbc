import { act } from '../../control/action'
import { commonRoutes, found, limitOf } from '../../control/common-routes'
import { type JsonObject, json, type Reply, type SandboxRequest } from '../../exchange'
import { invalid, optionalText } from '../../fields'
import type { Route } from '../../router'
import type { Store } from '../../store'
import { COLLECTIONS, WEBHOOKS_COLLECTION } from '../books'
import { getOrder } from '../orders'
import { addReview } from '../people'
import { deleteProduct, fillCatalogue, updateProduct } from '../products'
import { createRefund, finishRefund, refundView } from '../refunds'
import { getSession } from '../sessions'
import { updateWebhook } from '../webhooks'
import type { World } from '../world'
import { deliverAgain } from './deliver-again'
import { changeOrder, declineSession, listLedger, paySession } from './ledger'
import { membershipRoutes } from './memberships'

/** What tests and the control page use. It is bound to loopback with everything else and asks for no key. */
export function controlRoutes(world: World, store: Store): readonly Route[] {
  return [
    ...commonRoutes(world, { store, collections: COLLECTIONS, kept: WEBHOOKS_COLLECTION }),
    ...viewRoutes(world),
    ...actionRoutes(world),
    ...membershipRoutes(world),
  ]
}

function viewRoutes(world: World): readonly Route[] {
  const { books } = world
  return [
    [
      'GET',
      '/_sandbox/sessions',
      (request) => json(200, { sessions: books.sessions.all().slice(-limitOf(request)).reverse() }),
    ],
    ['GET', '/_sandbox/orders', (request) => json(200, { orders: listLedger(world, limitOf(request)) })],
    ['GET', '/_sandbox/webhooks', () => json(200, { webhooks: books.webhooks.all() })],
  ]
}

function actionRoutes(world: World): readonly Route[] {
  const { books } = world
  const orderOf = (request: SandboxRequest) => getOrder(world, request.params.id)
  return [
    [
      'POST',
      '/_sandbox/sessions/:id/pay',
      act((request, fields) => paySession(world, getSession(world, request.params.id), fields)),
    ],
    [
      'POST',
      '/_sandbox/sessions/:id/decline',
      act((request) => declineSession(world, getSession(world, request.params.id))),
    ],
    [
      'POST',
      '/_sandbox/orders/:id',
      act((request, fields) => json(200, { order: changeOrder(world, orderOf(request), fields) })),
    ],
    ['POST', '/_sandbox/orders/:id/refund', act((request, fields) => refund(world, request, fields))],
    [
      'POST',
      '/_sandbox/orders/:id/dispute',
      act((request, fields) =>
        json(200, { order: changeOrder(world, orderOf(request), { isDisputed: fields.isDisputed ?? true }) }),
      ),
    ],
    [
      'POST',
      '/_sandbox/orders/:id/deliver',
      act(async (request, fields) => json(200, { deliveries: await deliverAgain(world, orderOf(request), fields) })),
    ],
    ['POST', '/_sandbox/refunds/:id', act((request, fields) => endRefund(world, request, fields))],
    ['POST', '/_sandbox/products', act((_request, fields) => json(201, { products: fillCatalogue(world, fields) }))],
    [
      'POST',
      '/_sandbox/products/:id',
      act((request, fields) => json(200, { product: updateProduct(world, found(books.products, request), fields) })),
    ],
    [
      'DELETE',
      '/_sandbox/products/:id',
      act((request) => {
        deleteProduct(world, found(books.products, request))
        return json(200, {})
      }),
    ],
    ['POST', '/_sandbox/webhooks/:id', act((request, fields) => changeWebhook(world, request, fields))],
    [
      'POST',
      '/_sandbox/reviews',
      act((_request, fields) => json(201, { review: addReview(world, fields, fields.testMode !== false) })),
    ],
  ]
}

function refund(world: World, request: SandboxRequest, fields: JsonObject): Reply {
  const amountMajor = fields.amount === undefined || fields.amount === '' ? null : Number(fields.amount)
  if (amountMajor !== null && !Number.isFinite(amountMajor)) throw invalid('amount must be a number.')
  const reason = optionalText(fields, 'reason') || null
  const made = createRefund(world, getOrder(world, request.params.id), { amountMajor, reason })
  return json(201, { refund: refundView(made) })
}

function endRefund(world: World, request: SandboxRequest, { status }: JsonObject): Reply {
  if (status !== 'completed' && status !== 'failed') throw invalid('status must be completed or failed.')
  return json(200, { refund: refundView(finishRefund(world, found(world.books.refunds, request), status)) })
}

function changeWebhook(world: World, request: SandboxRequest, fields: JsonObject): Reply {
  const webhook = found(world.books.webhooks, request)
  const secret = optionalText(fields, 'secret') || webhook.secret
  return json(200, { webhook: updateWebhook(world, { ...webhook, secret }, fields) })
}

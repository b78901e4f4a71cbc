import { act } from '../../control/action'
import { switchRoutes } from '../../control/switch-routes'
import { type JsonObject, json, Refusal, type Reply, type SandboxRequest } from '../../exchange'
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

const DEFAULT_LIMIT = 500

/** What tests and the control page use. It is bound to loopback with everything else and asks for no key. */
export function controlRoutes(world: World, store: Store): readonly Route[] {
  return [
    ...viewRoutes(world),
    ...switchRoutes(world.switches),
    ...actionRoutes(world),
    ...membershipRoutes(world),
    resetRoute(world, store),
  ]
}

function viewRoutes(world: World): readonly Route[] {
  const { books } = world
  return [
    ['GET', '/_sandbox/health', () => json(200, { status: 'ok', url: world.origin() })],
    ['GET', '/_sandbox/log', (request) => showLog(world, request)],
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

function resetRoute(world: World, store: Store): Route {
  return [
    'POST',
    '/_sandbox/reset',
    act((_request, fields) => {
      store.reset(COLLECTIONS, fields.all === true || fields.all === 'true' ? [] : [WEBHOOKS_COLLECTION])
      world.post.forget()
      world.switches.reset()
      world.log.clear()
      return json(200, { status: 'ok' })
    }),
  ]
}

function showLog(world: World, request: SandboxRequest): Reply {
  const after = Number(request.query.get('after') ?? 0)
  if (!Number.isInteger(after)) throw invalid('after must be a whole number.')
  return json(200, { entries: world.log.list(after, limitOf(request)), lastSeq: world.log.lastSeq() })
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

function found<T>(collection: { get(id: string): T | undefined }, request: SandboxRequest): T {
  const document = collection.get(request.params.id ?? '')
  if (document === undefined) throw new Refusal(404, 'NOT_FOUND', 'There is no such id in the sandbox.')
  return document
}

function limitOf(request: SandboxRequest): number {
  const text = request.query.get('limit')
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : DEFAULT_LIMIT
}

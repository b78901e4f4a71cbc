import { act } from '../../control/action'
import { commonRoutes, found } from '../../control/common-routes'
import { json, Refusal, type SandboxRequest } from '../../exchange'
import { invalid, optionalFlag, optionalNumber, optionalText } from '../../fields'
import type { Route } from '../../router'
import type { Store } from '../../store'
import { COLLECTIONS, DASHBOARD_COLLECTION } from '../books'
import { changeDashboard, dashboardOf } from '../dashboard'
import { elementPage, offerPage } from '../hosted-pages'
import { newestFirst } from '../listing'
import type { Offer, Order } from '../model'
import { refundOrder, refundPayment } from '../refunds'
import { failRenewal, renew } from '../renewals'
import type { Page } from '../sale-form'
import { cancelSubscription } from '../subscriptions'
import type { World } from '../world'
import { dashboardForm } from './dashboard-form'
import { deliverAgain, sendTestEvent } from './deliver-again'
import { declinePage, payPage } from './pay-page'

/** What tests and the control page use. It is bound to loopback with everything else and asks for no key. */
export function controlRoutes(world: World, store: Store): readonly Route[] {
  return [
    ...commonRoutes(world, { store, collections: COLLECTIONS, kept: DASHBOARD_COLLECTION }),
    ...viewRoutes(world),
    ...dashboardRoutes(world),
    ...saleRoutes(world),
    ...subscriptionRoutes(world),
  ]
}

function viewRoutes(world: World): readonly Route[] {
  const { books } = world
  const names = ['products', 'offers', 'elements', 'orders', 'payments', 'subscriptions'] as const
  return names.map((name) => [
    'GET',
    `/_sandbox/${name}`,
    () => json(200, { [name]: newestFirst<{ createdAtMs: number }>(books[name].all()) }),
  ])
}

function dashboardRoutes(world: World): readonly Route[] {
  const change = act((request, fields) => {
    const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    return json(200, { dashboard: changeDashboard(world, isForm ? dashboardForm(fields) : fields) })
  })
  return [
    ['GET', '/_sandbox/dashboard', () => json(200, { dashboard: dashboardOf(world) })],
    ['PATCH', '/_sandbox/dashboard', change],
    ['POST', '/_sandbox/dashboard', change],
    [
      'POST',
      '/_sandbox/test-event',
      act(async (_request, fields) => json(200, { deliveries: await sendTestEvent(world, fields) })),
    ],
  ]
}

function saleRoutes(world: World): readonly Route[] {
  const orderOf = (request: SandboxRequest) => found(world.books.orders, request)
  const at = (find: (world: World, id: string) => Page | null, request: SandboxRequest) => {
    const page = find(world, request.params.id ?? '')
    if (!page) throw new Refusal(404, 'NOT_FOUND', 'There is no such id in the sandbox.')
    return page
  }
  return [
    ['POST', '/_sandbox/offers/:id/pay', act((request, fields) => payPage(world, at(offerPage, request), fields))],
    ['POST', '/_sandbox/elements/:id/pay', act((request, fields) => payPage(world, at(elementPage, request), fields))],
    [
      'POST',
      '/_sandbox/elements/:id/decline',
      act((request, fields) => declinePage(world, at(elementPage, request), fields)),
    ],
    [
      'POST',
      '/_sandbox/orders/:id/refund',
      act(async (request, fields) =>
        json(200, { order: await refundOrder(world, orderOf(request), refundedMinorOf(fields)) }),
      ),
    ],
    [
      'POST',
      '/_sandbox/payments/:id/refund',
      act(async (request, fields) => {
        const payment = found(world.books.payments, request)
        return json(200, { payment: await refundPayment(world, payment, refundedMinorOf(fields)) })
      }),
    ],
    [
      'POST',
      '/_sandbox/orders/:id/deliver',
      act(async (request, fields) => json(200, { deliveries: await deliverAgain(world, orderOf(request), fields) })),
    ],
    [
      'POST',
      '/_sandbox/orders/:id',
      act((request, fields) => json(200, { order: age(world, orderOf(request), fields) })),
    ],
    [
      'POST',
      '/_sandbox/offers/:id',
      act((request, fields) => json(200, { offer: changeOffer(world, found(world.books.offers, request), fields) })),
    ],
  ]
}

function refundedMinorOf({ amountMinor }: Record<string, unknown>): number | null {
  const amount = amountMinor === undefined || amountMinor === '' ? null : Number(amountMinor)
  if (amount !== null && !Number.isInteger(amount)) throw invalid('amountMinor must be a whole number.')
  return amount
}

function subscriptionRoutes(world: World): readonly Route[] {
  const of = (request: SandboxRequest) => found(world.books.subscriptions, request)
  return [
    [
      'POST',
      '/_sandbox/subscriptions/:id/renew',
      act(async (request) => json(201, { payment: await renew(world, of(request)) })),
    ],
    [
      'POST',
      '/_sandbox/subscriptions/:id/fail',
      act(async (request) => json(201, { payment: await failRenewal(world, of(request)) })),
    ],
    [
      'POST',
      '/_sandbox/subscriptions/:id/cancel',
      act((request, fields) =>
        json(200, { subscription: cancelSubscription(world, of(request), fields.immediately !== false) }),
      ),
    ],
  ]
}

/** Changes when an order was made and from when it shows, as time would. */
function age(world: World, order: Order, fields: Record<string, unknown>): Order {
  const createdAt = optionalText(fields, 'createdAt')
  const createdAtMs = createdAt === undefined ? order.createdAtMs : Date.parse(createdAt)
  if (Number.isNaN(createdAtMs)) throw invalid('createdAt must be an ISO 8601 date.')
  const visibleInMs = optionalNumber(fields, 'visibleInMs')
  const visibleAtMs = visibleInMs === undefined ? order.visibleAtMs : world.now() + visibleInMs
  const payment = world.books.payments.get(order.lastPaymentId)
  if (payment) world.books.payments.put({ ...payment, createdAtMs, visibleAtMs })
  return world.books.orders.put({ ...order, createdAtMs, visibleAtMs })
}

function changeOffer(world: World, offer: Offer, fields: Record<string, unknown>): Offer {
  const isArchived = optionalFlag(fields, 'archived')
  return world.books.offers.put({
    ...offer,
    priceMinor: optionalNumber(fields, 'priceMinor') ?? offer.priceMinor,
    currency: optionalText(fields, 'currency') ?? offer.currency,
    soldItems: optionalNumber(fields, 'soldItems') ?? offer.soldItems,
    status: isArchived === undefined ? offer.status : isArchived ? 'ARCHIVED' : 'OPEN',
  })
}

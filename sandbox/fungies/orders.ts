import { type JsonObject, Refusal } from '../exchange'
import { optionalNumber, optionalText } from '../fields'
import type { ApiCall, ApiRoute } from './api-route'
import { success } from './envelope'
import { bracketed, newestFirst, pageOf } from './listing'
import type { Order, PayStatus } from './model'
import { orderView, subscriptionView } from './views'
import type { World } from './world'

export const orderRoutes: readonly ApiRoute[] = [
  ['GET', '/v0/orders/list', listOrders],
  ['GET', '/v0/orders/:id', readOrder],
  ['PATCH', '/v0/orders/:id/update', (world, call) => success({ order: orderView(world, update(world, call), 'api') })],
  [
    'PATCH',
    '/v0/orders/:id/cancel',
    (world, call) => {
      // Cancelling gives no money back.
      const order = world.books.orders.put({ ...orderOf(world, call.params.id), status: 'CANCELLED' })
      return success({ order: orderView(world, order, 'api') })
    },
  ],
]

/** By id or by number; one that is not yet visible does not exist. */
export function orderOf(world: World, idOrNumber: string | undefined): Order {
  const order = world.books.orders.get(idOrNumber ?? '') ?? world.books.orders.find((one) => one.number === idOrNumber)
  if (!order || order.visibleAtMs > world.now()) throw new Refusal(404, 'NOT_FOUND', 'Order not found')
  return order
}

function readOrder(world: World, { params }: ApiCall) {
  const order = orderOf(world, params.id)
  const subscription = world.books.subscriptions.get(order.subscriptionId ?? '')
  const shown = orderView(world, order, 'api')
  return success({
    order: world.switches.values.order_payment === 'never' ? withoutPayment(shown) : shown,
    ...(subscription && { subscription: subscriptionView(world, subscription) }),
  })
}

function listOrders(world: World, call: ApiCall) {
  const { query } = call
  const statuses = bracketed(call, 'statuses')
  const ids = bracketed(call, 'ids')
  const nowMs = world.now()
  const fits = (order: Order) =>
    order.visibleAtMs <= nowMs &&
    (statuses.length === 0 || statuses.includes(order.status)) &&
    (ids.length === 0 || ids.includes(order._id)) &&
    equals(query, 'number', order.number) &&
    equals(query, 'userId', order.buyerId) &&
    equals(query, 'subscriptionId', order.subscriptionId) &&
    equals(query, 'currency', order.currency) &&
    isWithin(query, order.valueMinor) &&
    (query.get('withArchived') === 'true' || order.archived === (query.get('archived') === 'true'))
  const found = newestFirst(world.books.orders.all()).filter(fits)
  if (query.get('orderDirection') === 'ASC') found.reverse()
  const { shown, counted } = pageOf(world, call, found)
  const rows = shown.map((order) => orderView(world, order, 'api'))
  const isWhole = world.switches.values.order_payment === 'always'
  return success({ orders: isWhole ? rows : rows.map(withoutPayment), ...counted })
}

/** Only its id is told then. */
const withoutPayment = (row: JsonObject): JsonObject => ({ ...row, lastPayment: null })

function equals(query: URLSearchParams, name: string, value: string | null): boolean {
  const wanted = query.get(name)
  return wanted === null || wanted === value
}

function isWithin(query: URLSearchParams, valueMinor: number): boolean {
  const from = Number(query.get('valueFrom') ?? Number.NEGATIVE_INFINITY)
  const to = Number(query.get('valueTo') ?? Number.POSITIVE_INFINITY)
  return valueMinor >= from && valueMinor <= to
}

/** Bookkeeping: whoever holds the keys may overwrite what an order says. */
function update(world: World, { params, fields }: ApiCall): Order {
  const order = orderOf(world, params.id)
  return world.books.orders.put({
    ...order,
    status: (optionalText(fields, 'status') as PayStatus | undefined) ?? order.status,
    valueMinor: optionalNumber(fields, 'value') ?? order.valueMinor,
    feeMinor: optionalNumber(fields, 'fee') ?? order.feeMinor,
    taxMinor: optionalNumber(fields, 'tax') ?? order.taxMinor,
    currency: optionalText(fields, 'currency') ?? order.currency,
  })
}

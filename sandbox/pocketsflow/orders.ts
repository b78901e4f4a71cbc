import { type JsonObject, json, Refusal } from '../exchange'
import { invalid } from '../fields'
import type { ApiCall, ApiRoute } from './api-route'
import type { Order } from './model'
import { orderView } from './order-view'
import type { World } from './world'

const DEFAULT_PAGE_SIZE = 20

export const orderRoutes: readonly ApiRoute[] = [
  ['GET', '/orders', (world, call) => json(200, listOrders(world, call))],
  [
    'GET',
    '/orders/:id',
    (world, call) => {
      const order = getOrder(world, call.params.id)
      if (order.testMode !== call.testMode || isHidden(world, order)) throw notFound()
      const view = orderView(world, order, world.switches.values.get_metadata === 'on')
      return json(200, world.switches.values.order_get === 'wrapped' ? { sale: view } : view)
    },
  ],
]

export function getOrder(world: World, id: string | undefined): Order {
  const order = world.books.orders.get(id ?? '')
  if (!order) throw notFound()
  return order
}

function notFound(): Refusal {
  return new Refusal(404, 'ORDER_NOT_FOUND', 'Order not found')
}

function listOrders(world: World, call: ApiCall): JsonObject {
  const { values } = world.switches
  const page = pageNumber(call.query, 'page', 1)
  const pageSize = Math.min(pageNumber(call.query, 'pageSize', DEFAULT_PAGE_SIZE), values.page_size_cap)
  const found = matchingOrders(world, call)
  const rows = values.list_duplicates === 'on' ? found.flatMap((order) => [order, order]) : found
  const shift = page > 1 ? values.list_shift : 0
  const start = Math.max(0, (page - 1) * pageSize + shift)
  const shown = rows.slice(start, start + pageSize)
  const totalPages = Math.ceil(rows.length / pageSize)
  return {
    orders: shown.map((order) => orderView(world, order, values.list_metadata === 'on')),
    pagination: { totalCount: rows.length, totalPages, currentPage: page, pageSize, hasMore: page < totalPages },
  }
}

const isHidden = (world: World, order: Order) =>
  order.membershipId !== undefined && world.switches.values.subscription_orders === 'hidden'

/** Newest first. */
function matchingOrders(world: World, call: ApiCall): Order[] {
  const fromMs = dateOf(call.query, 'startDate') ?? Number.NEGATIVE_INFINITY
  const toMs = dateOf(call.query, 'endDate') ?? Number.POSITIVE_INFINITY
  const productId = call.query.get('productId')
  const nowMs = world.now()
  const found = world.books.orders.all().filter((order) => {
    if (order.testMode !== call.testMode || order.visibleAtMs > nowMs || isHidden(world, order)) return false
    if (productId !== null && order.productId !== productId) return false
    const createdMs = Date.parse(order.createdAt)
    return createdMs >= fromMs && createdMs <= toMs
  })
  // Reversed before the stable sort, so that of two orders of one millisecond the later one comes first.
  return found.reverse().sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0))
}

function dateOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw invalid(`${name} must be an ISO 8601 date.`)
  return ms
}

function pageNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid(`${name} must be a whole number, one or more.`)
  return Number(text)
}

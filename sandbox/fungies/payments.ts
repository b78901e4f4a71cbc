import { Refusal } from '../exchange'
import type { ApiCall, ApiRoute } from './api-route'
import { success } from './envelope'
import { bracketed, newestFirst, pageOf } from './listing'
import type { Payment } from './model'
import { paymentView } from './views'
import type { World } from './world'

export const paymentRoutes: readonly ApiRoute[] = [
  ['GET', '/v0/payments/list', listPayments],
  [
    'GET',
    '/v0/payments/:id',
    (world, { params }) => {
      const payment = world.books.payments.get(params.id ?? '')
      if (!payment || payment.visibleAtMs > world.now()) throw new Refusal(404, 'NOT_FOUND', 'Payment not found')
      return success({ payment: paymentView(world, payment, 'api') })
    },
  ],
]

function listPayments(world: World, call: ApiCall) {
  const statuses = bracketed(call, 'statuses')
  const types = bracketed(call, 'types')
  const subscriptionId = call.query.get('subscriptionId')
  const nowMs = world.now()
  const fits = (payment: Payment) =>
    payment.visibleAtMs <= nowMs &&
    (statuses.length === 0 || statuses.includes(payment.status)) &&
    (types.length === 0 || types.includes(payment.type)) &&
    (subscriptionId === null || payment.subscriptionId === subscriptionId)
  const found = newestFirst(world.books.payments.all()).filter(fits)
  const { shown, counted } = pageOf(world, call, found)
  return success({ payments: shown.map((payment) => paymentView(world, payment, 'api')), ...counted })
}

import { Refusal, type Reply, readFields, type SandboxRequest } from '../exchange'
import { createRouter } from '../router'
import type { ApiRoute } from './api-route'
import { discountRoutes } from './discounts'
import { elementRoutes } from './elements'
import { failure } from './envelope'
import { identify } from './keys'
import { offerRoutes } from './offers'
import { orderRoutes } from './orders'
import { paymentRoutes } from './payments'
import { productRoutes } from './products'
import { subscriptionRoutes } from './subscriptions'
import type { World } from './world'

const ROUTES: readonly ApiRoute[] = [
  ...productRoutes,
  ...offerRoutes,
  ...elementRoutes,
  ...orderRoutes,
  ...paymentRoutes,
  ...subscriptionRoutes,
  ...discountRoutes,
]

/** The provider's API, below `/v0`. */
export function createApi(world: World): (request: SandboxRequest) => Promise<Reply> {
  const find = createRouter(
    ROUTES.map(([method, path, answer]) => [
      method,
      path,
      (request: SandboxRequest) => {
        identify(world, request)
        const { params, query, rawQuery } = request
        return answer(world, { params, query, rawQuery, fields: readFields(request) })
      },
    ]),
  )
  return async (request) => {
    try {
      const match = find(request.method, request.path)
      if (match) return await match.handler({ ...request, params: match.params })
      throw new Refusal(404, 'NOT_FOUND', 'Not found')
    } catch (error) {
      if (error instanceof Refusal) return failure(world, error)
      throw error
    }
  }
}

import { json, Refusal, type Reply, readFields, refuse, type SandboxRequest } from '../exchange'
import { createRouter } from '../router'
import type { ApiRoute } from './api-route'
import { discountRoutes } from './discounts'
import { identify } from './keys'
import { orderRoutes } from './orders'
import { peopleRoutes } from './people'
import { productRoutes } from './products'
import { refundRoutes } from './refunds'
import { sessionRoutes } from './sessions'
import { subscriptionRoutes } from './subscriptions'
import { upsellRoutes } from './upsells'
import { webhookRoutes } from './webhooks'
import type { World } from './world'

export type Api = (request: SandboxRequest) => Promise<Reply>

/** The provider's API, at the root of its origin. */
export function createApi(world: World, apiKeys: readonly string[] | null): Api {
  const find = createRouter(
    ROUTES.map(([method, path, answer]) => [
      method,
      path,
      (request: SandboxRequest) => {
        const { testMode } = identify(request, apiKeys)
        const { params, query } = request
        return answer(world, { params, query, fields: readFields(request), testMode })
      },
    ]),
  )
  return async (request) => {
    try {
      const match = find(request.method, request.path)
      if (match) return await match.handler({ ...request, params: match.params })
      identify(request, apiKeys)
      return json(404, { error: 'Not found', code: 'NOT_FOUND' })
    } catch (error) {
      if (error instanceof Refusal) return refuse(error)
      throw error
    }
  }
}

// Subscriptions stand before orders: GET /orders/:id would take their fixed paths.
const ROUTES: readonly ApiRoute[] = [
  ...productRoutes,
  ...sessionRoutes,
  ...subscriptionRoutes,
  ...orderRoutes,
  ...refundRoutes,
  ...discountRoutes,
  ...webhookRoutes,
  ...peopleRoutes,
  ...upsellRoutes,
]

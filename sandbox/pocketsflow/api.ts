import { json, Refusal, type Reply, readFields, refuse, type SandboxRequest } from '../exchange'
import { createRouter } from '../router'
import type { ApiRoute } from './api-route'
import { identify } from './keys'
import { orderRoutes } from './orders'
import { productRoutes } from './products'
import { sessionRoutes } from './sessions'
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

const ROUTES: readonly ApiRoute[] = [...productRoutes, ...sessionRoutes, ...orderRoutes, ...webhookRoutes]

import { isObject, type JsonObject, Refusal, type Reply, readFields, type SandboxRequest } from '../exchange'
import { createRouter } from '../router'
import type { ApiRoute } from './api-route'
import { catalogueRoutes } from './catalogue'
import { couponRoutes } from './coupons'
import { answerRefusal, notFound, unprocessable } from './errors'
import { createMemory } from './idempotency'
import { identify } from './keys'
import { refundRoutes } from './refund-routes'
import { sessionRoutes } from './sessions'
import { subscriptionRoutes } from './subscriptions'
import { webhookRoutes } from './webhooks'
import type { World } from './world'

/** The provider's API, under /v1 of its origin. */
export function createApi(
  world: World,
  apiKeys: readonly string[] | null,
): (request: SandboxRequest) => Promise<Reply> {
  const memory = createMemory(world)
  const find = createRouter(
    ROUTES.map(([method, path, wrapper, answer]) => [
      method,
      `/v1${path}`,
      (request: SandboxRequest) => {
        const { testMode } = identify(request, apiKeys)
        const { params, query } = request
        return memory(request, () =>
          answer(world, { params, query, fields: unwrap(world, request, wrapper), testMode }),
        )
      },
    ]),
  )
  return async (request) => {
    try {
      const match = find(request.method, request.path)
      if (match) return await match.handler({ ...request, params: match.params })
      identify(request, apiKeys)
      throw notFound()
    } catch (error) {
      if (error instanceof Refusal) return answerRefusal(world.switches.values.error_shape, error)
      throw error
    }
  }
}

function unwrap(world: World, request: SandboxRequest, wrapper: string | null): JsonObject {
  const body = readFields(request)
  if (wrapper === null) return body
  const inner = body[wrapper]
  if (isObject(inner)) return inner
  if (world.switches.values.unwrapped_bodies === 'taken') return body
  throw unprocessable('missing', `The body must be { "${wrapper}": { … } }.`)
}

const ROUTES: readonly ApiRoute[] = [
  ...catalogueRoutes,
  ...couponRoutes,
  ...sessionRoutes,
  ...refundRoutes,
  ...webhookRoutes,
  ...subscriptionRoutes,
]

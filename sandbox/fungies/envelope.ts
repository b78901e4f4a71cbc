import { type JsonObject, json, type Refusal, type Reply } from '../exchange'
import type { World } from './world'

/** `{ status: "success", data }`. */
export function success(data: JsonObject, status = 200): Reply {
  return json(status, { status: 'success', data })
}

/** An error in one of the forms that were seen, with HTTP 200 where the switch says so. */
export function failure(world: World, { status, code, message, headers }: Refusal): Reply {
  const httpStatus = world.switches.values.error_http_200 === 'on' ? 200 : status
  return json(httpStatus, failureBody(world, code, message), headers)
}

export function failureBody({ switches }: World, code: string, message: string): JsonObject {
  switch (switches.values.error_form) {
    case 'object':
      return { status: 'error', error: { message, code } }
    case 'string':
      return { status: 'error', error: message }
    case 'message':
      return { status: 'error', message }
  }
}

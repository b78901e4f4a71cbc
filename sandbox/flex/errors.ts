import { type JsonObject, json, Refusal, type Reply } from '../exchange'
import type { SwitchValues } from './switch-catalogue'

export function unprocessable(code: string, message: string): Refusal {
  return new Refusal(422, code, message)
}

export function notFound(): Refusal {
  return new Refusal(404, 'not_found', 'There is no such object in this mode.')
}

/** The three shapes of an error that the sources show. */
export function errorBody(shape: SwitchValues['error_shape'], code: string, text: string): JsonObject {
  const type = code.toLowerCase()
  if (shape === 'error_code') return { error: { code: type, message: text } }
  if (shape === 'error_type') return { error: { type, message: text, param: null } }
  if (type === 'not_found') return { detail: type }
  return { detail: [{ loc: ['body'], msg: `${type}: ${text}`, type }] }
}

export function answerRefusal(shape: SwitchValues['error_shape'], refusal: Refusal): Reply {
  return json(refusal.status, errorBody(shape, refusal.code, refusal.message), refusal.headers)
}

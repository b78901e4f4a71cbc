import type { JsonObject, Reply } from '../exchange'
import type { World } from './world'

/** One authenticated call; `fields` is what lay in the body's wrapper. */
export type ApiCall = { params: Record<string, string>; query: URLSearchParams; fields: JsonObject; testMode: boolean }

/** `[method, path, wrapper of the body, answer]`. */
export type ApiRoute = readonly [
  method: string,
  path: string,
  wrapper: string | null,
  answer: (world: World, call: ApiCall) => Reply,
]

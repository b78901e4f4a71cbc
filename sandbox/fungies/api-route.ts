import type { JsonObject, Reply } from '../exchange'
import type { World } from './world'

/** One authenticated call, its body already read as JSON. */
export type ApiCall = { params: Record<string, string>; query: URLSearchParams; rawQuery: string; fields: JsonObject }
export type ApiRoute = readonly [
  method: string,
  path: string,
  answer: (world: World, call: ApiCall) => Reply | Promise<Reply>,
]

import { isObject, type JsonObject } from './exchange'

/** JSON merge patch (RFC 7396): objects are merged, `null` takes a key away, anything else replaces. */
export function mergePatch(body: JsonObject, patch: JsonObject | null | undefined): JsonObject {
  if (!patch) return body
  const merged: JsonObject = { ...body }
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else if (isObject(value)) merged[name] = mergePatch(isObject(merged[name]) ? merged[name] : {}, value)
    else merged[name] = value
  }
  return merged
}

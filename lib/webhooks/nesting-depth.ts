/** A body that is nested deeper is not read at all. */
export const maxDepth = 64

const openers = new Set([0x7b, 0x5b])
const closers = new Set([0x7d, 0x5d])
const quote = 0x22
const backslash = 0x5c

/** How deep a JSON text nests, counted over its bytes: a deep one may parse and then break whoever walks it. Pure. */
export function nestingDepth(json: Buffer): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index] ?? 0
    if (inString) {
      if (byte === backslash) index += 1
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (openers.has(byte)) deepest = Math.max(deepest, ++depth)
    else if (closers.has(byte)) depth = Math.max(0, depth - 1)
  }
  return deepest
}

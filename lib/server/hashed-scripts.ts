import { createHash } from 'node:crypto'

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi
const JAVASCRIPT_TYPE = /^(?:|module|text\/javascript|application\/javascript)$/i

const typeOf = (attributes: string) => /\btype\s*=\s*["']?([^"'\s>]*)/i.exec(attributes)?.[1] ?? ''
const hasSource = (attributes: string) => /(?:^|\s)src\s*=/i.test(attributes)

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

// What the framework writes between the tags. Its page data counts only as pure JSON, so that a script which found its
// way into the page by other means gets no hash and is not run.
const PAGE_DATA = /^self\.__next_f\.push\((\[[\s\S]*\])\)$/
const PAGE_DATA_START = /^\(self\.__next_f=self\.__next_f\|\|\[\]\)\.push\((\[[\s\S]*\])\)$/
const BUNDLE_START =
  /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\((\{[\s\S]*\})\);?$/
const CHUNK_LIST = /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\((\{[\s\S]*\})\);?$/
const REQUEST_ID = /^self\.__next_r="[\w-]+"$/
// React's own few lines that move late content into place, and the calls to them.
const REACT_CALL = /^\$R[A-Z]*\("[^"<>]*"(?:,"[^"<>]*")*\)$/
const REACT_RUNTIME = /^(?:requestAnimationFrame\(function\(\)\{\$RT=performance\.now\(\)\}\);?|\$R[A-Z]=)/

function isFrameworks(code: string): boolean {
  const data = PAGE_DATA.exec(code) ?? PAGE_DATA_START.exec(code) ?? CHUNK_LIST.exec(code) ?? BUNDLE_START.exec(code)
  if (data?.[1]) return isJson(data[1])
  return REQUEST_ID.test(code) || REACT_CALL.test(code) || REACT_RUNTIME.test(code)
}

/** The hashes (`'sha256-…'`) under which a page's inline scripts may run: those of the framework, and no others. */
export function hashInlineScripts(html: string): string[] {
  const hashes = new Set<string>()
  for (const [, attributes = '', code = ''] of html.matchAll(SCRIPT)) {
    if (hasSource(attributes) || !JAVASCRIPT_TYPE.test(typeOf(attributes)) || !isFrameworks(code)) continue
    hashes.add(`'sha256-${createHash('sha256').update(code).digest('base64')}'`)
  }
  return [...hashes]
}

import 'server-only'
import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { hashInlineScripts } from './hashed-scripts'
import { type FetchMissingPage, isEmptyMissingPage } from './missing-page'
import { contentSecurityPolicy } from './security-headers'

type Done = (error?: Error | null) => void
type HeaderList = OutgoingHttpHeaders | OutgoingHttpHeader[]

const KEPT_POLICIES = 2_000

const policies = new Map<string, string>()

/** A page that stays the same for all has an ETag, and its policy is worked out once. */
function policyOf(page: Buffer, etag: unknown): string {
  const known = typeof etag === 'string' ? policies.get(etag) : undefined
  if (known) return known
  const policy = contentSecurityPolicy(hashInlineScripts(page.toString()))
  if (typeof etag !== 'string') return policy
  const oldest = policies.size >= KEPT_POLICIES ? policies.keys().next().value : undefined
  if (oldest !== undefined) policies.delete(oldest)
  policies.set(etag, policy)
  return policy
}

const isPage = (res: ServerResponse) => String(res.getHeader('content-type') ?? '').startsWith('text/html')

function setHeaders(res: ServerResponse, headers: HeaderList | undefined): void {
  if (!headers) return
  const entries = Array.isArray(headers)
    ? Array.from({ length: headers.length / 2 }, (_, index) => [headers[index * 2], headers[index * 2 + 1]])
    : Object.entries(headers)
  for (const [name, value] of entries) if (value !== undefined) res.setHeader(String(name), value as string)
}

/** A cache in between would go on showing a page for a month; by its ETag each view asks whether it still holds. */
function keepFromSharedCaches(res: ServerResponse): void {
  if (res.headersSent || !String(res.getHeader('cache-control') ?? '').startsWith('s-maxage')) return
  res.setHeader('Cache-Control', 'public, max-age=0, must-revalidate')
}

/**
 * Holds a page back until it is complete, so that its Content-Security-Policy can name the hashes of its inline scripts;
 * everything else passes through untouched. A 404 or 500 without a body gets a whole page. Nothing is lost by it:
 * pages are not streamed (docs/adr/0009).
 */
export function addScriptPolicy(res: ServerResponse, fetchMissingPage: FetchMissingPage): void {
  const held: Buffer[] = []
  const original = {
    writeHead: res.writeHead.bind(res) as (...args: unknown[]) => ServerResponse,
    write: res.write.bind(res) as (...args: unknown[]) => boolean,
    end: res.end.bind(res) as (...args: unknown[]) => ServerResponse,
    flushHeaders: res.flushHeaders.bind(res),
  }
  // Node writes the head through `writeHead` itself as soon as something is sent; until then it only takes notes.
  let isSending = false
  const send = <Value>(work: () => Value): Value => {
    isSending = true
    keepFromSharedCaches(res)
    return work()
  }
  const hold = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === 'string')
      held.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : undefined))
    else if (chunk instanceof Uint8Array) held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  }

  res.writeHead = ((status: number, ...rest: (string | HeaderList | undefined)[]) => {
    if (isSending) return original.writeHead(status, ...rest)
    res.statusCode = status
    const [first, second] = rest
    if (typeof first === 'string') res.statusMessage = first
    setHeaders(res, typeof first === 'string' ? (second as HeaderList) : first)
    return res
  }) as typeof res.writeHead
  res.flushHeaders = () => {
    if (!isPage(res)) send(original.flushHeaders)
  }
  res.write = ((chunk: unknown, encoding?: BufferEncoding | Done, done?: Done) => {
    if (!isPage(res)) return send(() => original.write(chunk, encoding, done))
    hold(chunk, encoding)
    const callback = typeof encoding === 'function' ? encoding : done
    if (callback) process.nextTick(callback)
    return true
  }) as typeof res.write
  res.end = ((chunk?: unknown, encoding?: BufferEncoding | Done, done?: Done) => {
    if (!isPage(res)) return send(() => original.end(chunk, encoding, done))
    hold(chunk, encoding)
    const page = held.length === 1 && held[0] ? held[0] : Buffer.concat(held)
    const sent = [chunk, encoding, done].find((one) => typeof one === 'function')
    const finish = (whole: Buffer) => {
      // The answer to HEAD has no scripts to name; remembered, its policy would stop those of the page itself.
      if (whole.length > 0) res.setHeader('Content-Security-Policy', policyOf(whole, res.getHeader('etag')))
      send(() => original.end(whole, sent))
    }
    if (!isEmptyMissingPage(res, page)) finish(page)
    else
      void fetchMissingPage(res.statusCode).then(
        (whole) => finish(forgetLength(res, whole)),
        () => finish(page),
      )
    return res
  }) as typeof res.end
}

/** What was said of the page that is not sent does not hold for the one that is. */
function forgetLength(res: ServerResponse, page: Buffer): Buffer {
  res.removeHeader('Content-Length')
  res.removeHeader('ETag')
  return page
}

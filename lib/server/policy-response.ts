import 'server-only'
import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { acceptedEncoding, isStillFresh } from './conditional'
import { hashInlineScripts } from './hashed-scripts'
import { compressAnswer, keepAnswer } from './kept-answers'
import { type FetchMissingPage, isEmptyMissingPage, isOutdatedForm } from './missing-page'
import { contentSecurityPolicy } from './security-headers'

type Done = (error?: Error | null) => void
type HeaderList = OutgoingHttpHeaders | OutgoingHttpHeader[]

const NOTHING = Buffer.alloc(0)

const isPage = (res: ServerResponse) => String(res.getHeader('content-type') ?? '').startsWith('text/html')
const isHeld = (res: ServerResponse) => isPage(res) || isOutdatedForm(res)

function setHeaders(res: ServerResponse, headers: HeaderList | undefined): void {
  if (!headers) return
  const entries = Array.isArray(headers)
    ? Array.from({ length: headers.length / 2 }, (_, index) => [headers[index * 2], headers[index * 2 + 1]])
    : Object.entries(headers)
  for (const [name, value] of entries) if (value !== undefined) res.setHeader(String(name), value as string)
}

const isSameForAll = (res: ServerResponse) => String(res.getHeader('cache-control') ?? '').startsWith('s-maxage')

/** A cache in between would go on showing a page for a month; by its ETag each view asks whether it still holds. */
function keepFromSharedCaches(res: ServerResponse): void {
  if (!res.headersSent && isSameForAll(res)) res.setHeader('Cache-Control', 'public, max-age=0, must-revalidate')
}

/** A page that comes with a stricter policy of its own keeps it. */
function addPolicy(res: ServerResponse, page: Buffer): void {
  if (res.hasHeader('Content-Security-Policy')) return
  res.setHeader('Content-Security-Policy', contentSecurityPolicy(hashInlineScripts(page.toString())))
}

/** Sets the headers of what is the same for all, and gives the bytes to send: none where the reader has them. */
function prepareStatic(res: ServerResponse, text: string): Buffer | Promise<Buffer> {
  const answer = keepAnswer(text)
  res.setHeader('ETag', answer.etag)
  if (isPage(res)) res.setHeader('Content-Security-Policy', answer.policy)
  const { headers } = res.req
  if (isStillFresh(headers, answer.etag)) {
    res.statusCode = 304
    res.removeHeader('Content-Length')
    res.removeHeader('Content-Type')
    return NOTHING
  }
  const encoding = acceptedEncoding(headers['accept-encoding'])
  if (!encoding) return answer.body
  return compressAnswer(answer, encoding).then((body) => {
    res.setHeader('Content-Encoding', encoding)
    res.setHeader('Content-Length', body.length)
    return body
  })
}

/**
 * Holds a page back until it is complete, so that its Content-Security-Policy can name the hashes of its inline scripts;
 * everything else passes through untouched. A 404 or 500 without a body, and a form of another build, get a whole page. Nothing is lost by it:
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
    if (!isHeld(res)) send(original.flushHeaders)
  }
  res.write = ((chunk: unknown, encoding?: BufferEncoding | Done, done?: Done) => {
    if (!isHeld(res)) return send(() => original.write(chunk, encoding, done))
    hold(chunk, encoding)
    const callback = typeof encoding === 'function' ? encoding : done
    if (callback) process.nextTick(callback)
    return true
  }) as typeof res.write
  res.end = ((chunk?: unknown, encoding?: BufferEncoding | Done, done?: Done) => {
    const sent = [chunk, encoding, done].find((one) => typeof one === 'function')
    if (typeof chunk === 'string' && held.length === 0 && res.statusCode === 200 && isSameForAll(res)) {
      const sendBody = (body: Buffer) => send(() => original.end(body, sent))
      const body = prepareStatic(res, chunk)
      if (Buffer.isBuffer(body)) return sendBody(body)
      body.then(sendBody, () => sendBody(Buffer.from(chunk)))
      return res
    }
    if (!isHeld(res)) return send(() => original.end(chunk, encoding, done))
    hold(chunk, encoding)
    const page = held.length === 1 && held[0] ? held[0] : Buffer.concat(held)
    finishPage(res, page, fetchMissingPage, (whole) => send(() => original.end(whole, sent)))
    return res
  }) as typeof res.end
}

/** Sends the page under a policy of its own; instead of an empty 404 or 500, or a form's 409, the page that tells so, where there is one. */
function finishPage(
  res: ServerResponse,
  page: Buffer,
  fetchMissingPage: FetchMissingPage,
  end: (whole: Buffer) => void,
): void {
  const finish = (whole: Buffer) => {
    if (whole.length > 0) addPolicy(res, whole)
    end(whole)
  }
  if (!isEmptyMissingPage(res, page) && !isOutdatedForm(res)) finish(page)
  else
    void fetchMissingPage(res.statusCode).then(
      (whole) => finish(replaceBy(res, whole)),
      () => finish(page),
    )
}

/** What was said of the page that is not sent does not hold for the one that is. */
function replaceBy(res: ServerResponse, page: Buffer): Buffer {
  res.setHeader('Content-Type', 'text/html; charset=utf-8')
  res.removeHeader('Content-Length')
  res.removeHeader('ETag')
  return page
}

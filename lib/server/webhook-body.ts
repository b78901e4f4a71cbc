import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** The largest webhook that is read; the inbox has the same bound. */
const MAX_BODY_BYTES = 256 * 1024

/** Whether a request is a provider's delivery, by its address. Pure. */
export const isWebhookPath = (url: string): boolean => /^\/api\/webhooks\//.test(url)

function refuse(req: IncomingMessage, res: ServerResponse): void {
  if (res.headersSent) return
  res.writeHead(413, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'close' })
  res.end('The body is larger than 256 KiB.\n', () => req.socket.destroySoon())
}

/**
 * Answers 413 to a webhook larger than 256 KiB without reading on, whether it says its length or comes in chunks.
 * @returns false when it has answered and nothing else may.
 */
export function admitWebhookBody(req: IncomingMessage, res: ServerResponse): boolean {
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    refuse(req, res)
    return false
  }
  let receivedBytes = 0
  const push = req.push.bind(req)
  req.push = (chunk: Buffer | null, encoding) => {
    receivedBytes += chunk?.length ?? 0
    if (receivedBytes <= MAX_BODY_BYTES) return push(chunk, encoding)
    refuse(req, res)
    req.destroy()
    return false
  }
  return true
}

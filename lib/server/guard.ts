import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import compression from 'compression'
import { env } from '@/lib/env'
import type { FetchMissingPage } from './missing-page'
import { addScriptPolicy } from './policy-response'
import { securityHeaders } from './security-headers'
import { admitWebhookBody, isWebhookPath } from './webhook-body'
import { createWebhookLoad, type WebhookLoad } from './webhook-load'

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

export type Pages = {
  /** Whether the build promised to keep the page of this path static. */
  isStatic: (pathname: string) => boolean
  fetchMissing: FetchMissingPage
}

/** What stands between the network and the pages: headers, bounds, compression, and what is believed of a request. */
export function guard(handle: Handler, pages: Pages): Handler {
  const compress = compression()
  const load = createWebhookLoad()
  return async (req, res) => {
    const url = req.url ?? '/'
    for (const [name, value] of securityHeaders(url)) res.setHeader(name, value)
    if (url.startsWith('/api/internal/')) return sendNotFound(res)
    trustConfiguredOriginOnly(req)
    noteSender(req)
    if (isSmallAnswer(url)) {
      // The framework sends the head ahead of the body; held back, both leave in one piece.
      res.flushHeaders = () => undefined
      if (!isWebhookPath(url)) return handle(req, res)
      // A one-shot sender may not follow a redirect to the path without its slash.
      req.url = url.replace(/\/+(?=\?|$)/, '')
      if (load.isTooMuch()) return sendBusy(res)
      countWhole(req, res, load)
      return admitWebhookBody(req, res) ? handle(req, res) : undefined
    }
    if (pages.isStatic(url.split('?', 1)[0] ?? url)) askForStored(req)
    compress(req as never, res as never, () => undefined)
    addScriptPolicy(res, pages.fetchMissing)
    return handle(req, res)
  }
}

/** Asks for the stored page whole: Node leaves the body out where HEAD was asked, but its headers are those of the page. */
function askForStored(req: IncomingMessage): void {
  delete req.headers['user-agent']
  if (req.method === 'HEAD') req.method = 'GET'
}

/** A few words of JSON, which are not worth compressing; next-auth alone answers with pages below /api. */
const isSmallAnswer = (url: string) => url.startsWith('/api/') && !url.startsWith('/api/auth/')

/** The framework believes X-Forwarded-Host when it checks where a form came from; only APP_URL may stand in it. */
function trustConfiguredOriginOnly(req: IncomingMessage): void {
  const { APP_URL } = env()
  if (req.headers.origin === APP_URL) req.headers['x-forwarded-host'] = new URL(APP_URL).host
  else delete req.headers['x-forwarded-host']
}

/** Whoever claims to be somebody else stands left of the address that the connection really came from. */
function noteSender(req: IncomingMessage): void {
  const claimed = req.headers['x-forwarded-for']
  req.headers['x-forwarded-for'] = [claimed, req.socket.remoteAddress].flat().filter(Boolean).join(', ')
}

function countWhole(req: IncomingMessage, res: ServerResponse, load: WebhookLoad): void {
  req.once('end', () => {
    if (!res.closed) res.once('close', load.begin())
  })
}

/** Not taken: the sweep finds what it told. */
function sendBusy(res: ServerResponse): void {
  res.writeHead(503, { 'Retry-After': '5', 'Cache-Control': 'no-store' })
  res.end()
}

function sendNotFound(res: ServerResponse): void {
  res.statusCode = 404
  res.end()
}

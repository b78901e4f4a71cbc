import 'server-only'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import compression from 'compression'
import next from 'next'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { type CatalogueFollower, followCatalogue } from './follow-catalogue'
import { type FetchMissingPage, missingPageFrom } from './missing-page'
import { addScriptPolicy } from './policy-response'
import { refreshPages } from './refresh-pages'
import { securityHeaders } from './security-headers'
import { findStaticPages } from './static-pages'
import { admitWebhookBody, isWebhookPath } from './webhook-body'

export type ServerOptions = {
  port: number
  /** Where `next build` has put the shop. */
  buildDir: string
  /** Addresses to listen on; none means all interfaces. */
  hosts?: string[]
  /** Hot reload, and no Content-Security-Policy, which the development tools could not live with. */
  dev?: boolean
}

export type ShopServer = { stop(): Promise<void> }

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

const REQUEST_TIMEOUT_MS = 8_000
const IDLE_CONNECTION_MS = 65_000
const STOP_GRACE_MS = 10_000

/**
 * Serves the shop. It listens publicly only after every cached page has been made stale once, so that no page of the
 * build or of an earlier run is ever seen. A request that is not complete within 8 s is closed.
 * @throws with code EADDRINUSE or EACCES when it may not listen
 */
export async function startServer(options: ServerOptions): Promise<ShopServer> {
  const { port, buildDir, hosts = [], dev = false } = options
  const app = next({ dev, dir: process.cwd(), hostname: 'localhost', port })
  await app.prepare()
  const handle: Handler = app.getRequestHandler()
  const inner = createShopServer(handle)
  const internalUrl = `http://127.0.0.1:${await listen(inner, { port: 0, host: '127.0.0.1' })}`
  const follower = await followCatalogue((tags) => refreshPages(internalUrl, tags))
  const outer = dev ? handle : guard(handle, findStaticPages(buildDir), missingPageFrom(internalUrl))
  const servers: Server[] = []
  try {
    for (const host of hosts.length > 0 ? hosts : [undefined]) servers.push(await openPublic(outer, port, host))
  } catch (error) {
    await stopAll([inner, ...servers], follower)
    throw error
  }
  if (dev) for (const server of servers) server.on('upgrade', app.getUpgradeHandler())
  return {
    stop: async () => {
      await stopAll([...servers, inner], follower)
      await app.close()
    },
  }
}

/** What stands between the network and the pages: headers, bounds and compression. */
function guard(
  handle: Handler,
  isStaticPage: (pathname: string) => boolean,
  fetchMissingPage: FetchMissingPage,
): Handler {
  const compress = compression()
  return async (req, res) => {
    const url = req.url ?? '/'
    for (const [name, value] of securityHeaders(url)) res.setHeader(name, value)
    if (url.startsWith('/api/internal/')) return sendNotFound(res)
    trustConfiguredOriginOnly(req)
    noteSender(req)
    if (isWebhookPath(url)) {
      // A one-shot sender may not follow a redirect to the path without its slash.
      req.url = url.replace(/\/+(?=\?|$)/, '')
      if (!admitWebhookBody(req, res)) return
      return handle(req, res)
    }
    if (isStaticPage(url.split('?', 1)[0] ?? url)) delete req.headers['user-agent']
    compress(req as never, res as never, () => undefined)
    addScriptPolicy(res, fetchMissingPage)
    return handle(req, res)
  }
}

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

function sendNotFound(res: ServerResponse): void {
  res.statusCode = 404
  res.end()
}

function createShopServer(handle: Handler): Server {
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: IDLE_CONNECTION_MS,
    },
    (req, res) => {
      handle(req, res).catch((error: unknown) => {
        log().error({ err: error, path: req.url?.split('?')[0] }, 'a request failed')
        if (!res.headersSent) res.statusCode = 500
        res.end()
      })
    },
  )
  return server
}

async function openPublic(handle: Handler, port: number, host: string | undefined): Promise<Server> {
  const server = createShopServer(handle)
  await listen(server, host ? { port, host } : { port })
  return server
}

function listen(server: Server, address: { port: number; host?: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

async function stopAll(servers: Server[], follower: CatalogueFollower): Promise<void> {
  await Promise.all(servers.map(closeGracefully))
  await follower.stop()
}

/** Lets requests under way finish, but not for ever. */
function closeGracefully(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}

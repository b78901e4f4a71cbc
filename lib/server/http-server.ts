import 'server-only'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { log } from '@/lib/log'
import type { Handler } from './guard'

const REQUEST_TIMEOUT_MS = 8_000
const IDLE_CONNECTION_MS = 65_000
const STOP_GRACE_MS = 10_000
/** A burst of new connections waits here; Node's 511 would drop the rest, and a dropped one tries again only after a second. */
const ACCEPT_BACKLOG = 4_096

/** An HTTP server that closes a request which is not complete within 8 s, and outlives a handler that throws. */
export function createHttpServer(handle: Handler): Server {
  const bounds = {
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: IDLE_CONNECTION_MS,
  }
  return createServer(bounds, (req, res) => {
    handle(req, res).catch((error: unknown) => {
      log().error({ err: error, path: req.url?.split('?')[0] }, 'a request failed')
      if (!res.headersSent) res.statusCode = 500
      res.end()
    })
  })
}

/** `reusePort`: several servers share the address, and the system deals the connections out to them. */
export type Address = { port: number; host?: string; reusePort?: boolean }

/** @returns the port. @throws with code EADDRINUSE or EACCES when the server may not listen there. */
export function listen(server: Server, address: Address): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...address, backlog: ACCEPT_BACKLOG }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Lets requests under way finish, for 10 s at most. */
export function closeGracefully(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}

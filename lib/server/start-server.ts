import 'server-only'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import next from 'next'
import { shareUpgrades } from './dev-upgrades'
import { followCatalogue } from './follow-catalogue'
import { guard, type Handler } from './guard'
import { type Address, closeGracefully, createHttpServer, listen } from './http-server'
import { missingPageFrom } from './missing-page'
import { refreshPages } from './refresh-pages'
import { findStaticPages } from './static-pages'

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

/**
 * Serves the shop. It listens publicly only after every cached page has been made stale once, so that no page of the
 * build or of an earlier run is ever seen. @throws with code EADDRINUSE or EACCES when it may not listen.
 */
export async function startServer({ port, buildDir, hosts = [], dev = false }: ServerOptions): Promise<ShopServer> {
  const upgrades = shareUpgrades()
  const app = next({ dev, dir: process.cwd(), hostname: 'localhost', port, httpServer: upgrades.target })
  await app.prepare()
  const handle: Handler = app.getRequestHandler()
  const inner = createHttpServer(handle)
  const internalUrl = `http://127.0.0.1:${await listen(inner, { port: 0, host: '127.0.0.1' })}`
  const follower = await followCatalogue((tags) => refreshPages(internalUrl, tags))
  const servers = [inner]
  const stop = async () => {
    upgrades.end()
    await Promise.all(servers.map(closeGracefully))
    await follower.stop()
    await app.close()
  }
  try {
    const pages = () => ({ isStatic: findStaticPages(buildDir), fetchMissing: missingPageFrom(internalUrl) })
    const outer = dev ? handle : guard(handle, pages())
    const opened = await openPublic(outer, port, hosts)
    servers.push(...opened)
    if (dev) for (const server of opened) upgrades.follow(server)
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

/** Servers for each address; a loopback address that this machine does not have is left out. */
async function openPublic(handle: Handler, port: number, hosts: string[]): Promise<Server[]> {
  if (hosts.length === 0) return openShared(handle, { port })
  const opened = await Promise.all(hosts.map((host) => openShared(handle, { port, host }).catch(unlessMissing(host))))
  return opened.flat()
}

/**
 * Node takes one new connection for each turn of the event loop and address: under load, those that came late waited for
 * seconds while those before them went on. Servers that share an address take one each.
 */
const serversPerAddress = process.platform === 'linux' ? 16 : 1

/** The first one alone, so that an address which another process has is noticed and not shared. */
async function openShared(handle: Handler, address: Address): Promise<Server[]> {
  const first = await open(handle, address)
  if (serversPerAddress === 1) return [first]
  const { port } = first.address() as AddressInfo
  await closeGracefully(first)
  const shared = { ...address, port, reusePort: true }
  return Promise.all(Array.from({ length: serversPerAddress }, () => open(handle, shared)))
}

async function open(handle: Handler, address: Address): Promise<Server> {
  const server = createHttpServer(handle)
  await listen(server, address)
  return server
}

const unlessMissing = (host: string) => (error: NodeJS.ErrnoException) => {
  if (host === '::1' && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')) return []
  throw error
}

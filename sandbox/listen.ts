import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listening = { port: number; close(): Promise<void> }

const NO_SUCH_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT']
const FREE_PORT_TRIES = 5

/** Listens on one port of all addresses; an address this machine does not have is left out. */
export async function listen(hosts: readonly string[], port: number, handler: RequestListener): Promise<Listening> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await listenOnAll(hosts, port, handler)
    } catch (error) {
      // A port that is free on the first address may be taken on the next one.
      if (port !== 0 || codeOf(error) !== 'EADDRINUSE' || tries >= FREE_PORT_TRIES) throw error
    }
  }
}

async function listenOnAll(hosts: readonly string[], port: number, handler: RequestListener): Promise<Listening> {
  const servers: Server[] = []
  let actualPort = port
  try {
    for (const host of hosts) {
      const server = await listenOn(host, actualPort, handler)
      if (!server) continue
      servers.push(server)
      actualPort = (server.address() as AddressInfo).port
    }
  } catch (error) {
    await closeAll(servers)
    throw error
  }
  if (servers.length === 0) throw new Error(`None of ${hosts.join(', ')} is an address of this machine.`)
  return { port: actualPort, close: () => closeAll(servers) }
}

function listenOn(host: string, port: number, handler: RequestListener): Promise<Server | undefined> {
  const server = createServer({ keepAliveTimeout: 65_000 }, handler)
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (NO_SUCH_ADDRESS.includes(codeOf(error))) resolve(undefined)
      else reject(error)
    })
    server.listen(port, host, () => resolve(server))
  })
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
  for (const server of servers) server.closeAllConnections()
  await Promise.all(closed)
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

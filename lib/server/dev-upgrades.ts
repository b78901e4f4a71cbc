import 'server-only'
import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'

export type DevUpgrades = {
  /** What the framework is told to listen on for its hot-reload connections. */
  target: Server
  /** Passes the hot-reload connections of a public server on. */
  follow(server: Server): void
  /** Ends them, which closing a server does not. */
  end(): void
}

/** Lets several public servers share the one that the framework's hot reload attaches itself to. */
export function shareUpgrades(): DevUpgrades {
  const target = createServer()
  const open = new Set<Duplex>()
  return {
    target,
    follow: (server) => {
      server.on('upgrade', (req, socket, head) => {
        open.add(socket)
        socket.once('close', () => open.delete(socket))
        target.emit('upgrade', req, socket, head)
      })
    },
    end: () => {
      for (const socket of open) socket.destroy()
    },
  }
}

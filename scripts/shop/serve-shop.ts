import { env } from '@/lib/env'
import { type ServerOptions, startServer } from '@/lib/server/start-server'
import { runWorker } from '@/lib/worker/run-worker'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'
import { buildDir } from './source-stamp'

function explainListening(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new Failure(`Port ${port} is taken: stop what listens there, or set PORT to another one.`)
  }
  if (code === 'EACCES') return new Failure(`Port ${port} may not be used by this user: set PORT to one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Failure(`HOST ${env().HOST} is no address of this machine.`)
  }
  return error
}

/** Opens the shop in this process, with its background work unless WORKER=off; both end with the command. */
export async function serveShop(
  context: CommandContext,
  options: Omit<ServerOptions, 'port' | 'buildDir'> = {},
): Promise<void> {
  const { PORT, HOST, WORKER } = env()
  const hosts = options.hosts ?? (HOST ? [HOST] : [])
  const server = await startServer({ ...options, hosts, port: PORT, buildDir: buildDir() }).catch((error: unknown) => {
    throw explainListening(error, PORT)
  })
  context.onEnd(() => server.stop())
  if (WORKER === 'off') return
  const worker = runWorker()
  context.onEnd(() => worker.stop())
}

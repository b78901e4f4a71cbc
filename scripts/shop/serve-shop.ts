import { systemClock } from '@/lib/clock'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { keepNumbers } from '@/lib/numbering/keep-numbers'
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

/** Before the first number is given out: a database that was restored would give some of them twice. */
export async function keepNumbersSafely(): Promise<void> {
  try {
    await keepNumbers({ clock: systemClock })
  } catch (error) {
    log().error({ err: error }, 'order and receipt numbers could not be compared with what was noted of them')
  }
}

/** Opens the shop in this process, with its background work unless WORKER=off; both end with the command. */
export async function serveShop(
  context: CommandContext,
  options: Omit<ServerOptions, 'port' | 'buildDir'> = {},
): Promise<void> {
  const { PORT, HOST, WORKER } = env()
  await keepNumbersSafely()
  const hosts = options.hosts ?? (HOST ? [HOST] : [])
  const server = await startServer({ ...options, hosts, port: PORT, buildDir: buildDir() }).catch((error: unknown) => {
    throw explainListening(error, PORT)
  })
  context.onEnd(() => server.stop())
  if (WORKER === 'off') return
  const worker = runWorker()
  context.onEnd(() => worker.stop())
}

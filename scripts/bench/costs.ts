import { open } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rows, sql } from '@/lib/db'
import { Failure } from '../processes/failure'
import type { LoadRequest } from './load-job'
import type { OpenShop, Stage } from './stage'
import { browserEncodings } from './targets'

export type Cost = { name: string; statements: number; bytes: number; compressedBytes: number | null }

/** `requests` are asked one after the other; `compressed` asks once more as browsers do. */
export type Priced = { name: string; requests: LoadRequest[]; expectedStatus: number; compresses: boolean }

const LOG_SETTLES_MS = 300

/** The log of the embedded database, from where it was read last. */
async function openStatementLog(dataDir: string) {
  const file = await open(path.join(dataDir, 'database', 'server.log'))
  let position = (await file.stat()).size
  return {
    /** How many statements were executed since the last call, BEGIN and COMMIT included. */
    countNew: async () => {
      await sleep(LOG_SETTLES_MS)
      const { size } = await file.stat()
      const { buffer } = await file.read(Buffer.alloc(size - position), 0, size - position, position)
      position = size
      return buffer.toString().match(/LOG: {2}(?:statement|execute [^:]*): /g)?.length ?? 0
    },
    close: () => file.close(),
  }
}

/** Asks over one connection and counts every byte that comes back, headers included. */
function ask(agent: Agent, origin: string, { method, path, headers, body }: LoadRequest, expectedStatus: number) {
  return new Promise<number>((resolve, reject) => {
    const asked = request(`${origin}${path}`, { agent, method, headers }, (answer) => {
      const { socket } = answer
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode !== expectedStatus) reject(new Failure(`${path} answered ${answer.statusCode}.`))
        else resolve(socket.bytesRead - before)
      })
    })
    let before = 0
    asked.on('socket', (socket) => {
      before = socket.bytesRead
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

type Till = { origin: string; agent: Agent; log: Awaited<ReturnType<typeof openStatementLog>> }

async function price({ origin, agent, log }: Till, priced: Priced): Promise<Cost> {
  const { name, requests, expectedStatus, compresses } = priced
  await log.countNew()
  let bytes = 0
  for (const one of requests) bytes += await ask(agent, origin, one, expectedStatus)
  const statements = await log.countNew()
  const [first] = requests
  const asBrowser = first && { ...first, headers: { ...first.headers, ...browserEncodings } }
  return {
    name,
    statements: statements / requests.length,
    bytes: Math.round(bytes / requests.length),
    compressedBytes: compresses && asBrowser ? await ask(agent, origin, asBrowser, expectedStatus) : null,
  }
}

/**
 * What one request costs: statements by the database's own log, bytes by the socket. In a shop without its worker, so
 * that nothing but the requests talks to the database. Each page is seen once before.
 */
export async function priceRequests(stage: Stage, list: Priced[]): Promise<Cost[]> {
  await rows(sql`alter database pocketshop set log_statement = 'all'`)
  const shop: OpenShop = await stage.openShop({ WORKER: 'off' })
  const till = {
    origin: shop.origin,
    agent: new Agent({ keepAlive: true, maxSockets: 1 }),
    log: await openStatementLog(stage.dataDir),
  }
  const costs: Cost[] = []
  for (const priced of list) {
    if (priced.compresses) await price(till, priced)
    costs.push(await price(till, priced))
  }
  till.agent.destroy()
  await till.log.close()
  await shop.close()
  return costs
}

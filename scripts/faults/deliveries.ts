import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Nobody waits longer than the provider itself (docs/providers.md). */
const CUT_OFF_MS = 5_000

/** One delivery as the sender saw it; status null when no answer came. */
export type Delivered = {
  bodyHash: string
  /** The web process that was told. */
  to: string
  status: number | null
  tookMs: number
  /** It could not be answered in time by anybody: the process did not run. */
  isExcused: boolean
}

/** What happens to deliveries on their way. */
export type Fate = 'deliver' | 'lose' | 'double' | 'lose_answer_and_repeat'

const PASSED_HEADERS = /^(content-type|user-agent|x-pocketsflow-)/

async function send(
  url: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<Pick<Delivered, 'status' | 'tookMs'>> {
  const startedAt = performance.now()
  const tookMs = () => Math.round(performance.now() - startedAt)
  try {
    const signal = AbortSignal.timeout(CUT_OFF_MS)
    const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body), signal })
    await response.arrayBuffer()
    return { status: response.status, tookMs: tookMs() }
  } catch {
    return { status: null, tookMs: tookMs() }
  }
}

/** Stands between the provider's webhooks and the shop's web processes: spreads them, measures answers, plays their fate. */
export async function openDeliveries() {
  const seen: Delivered[] = []
  let targets: string[] = []
  let fate: Fate = 'deliver'
  let turn = 0
  let lost = 0

  async function deliverOnce(headers: Record<string, string>, body: Buffer): Promise<number | null> {
    const target = targets[turn++ % targets.length]
    if (!target) return null
    const bodyHash = createHash('sha256').update(body).digest('hex')
    const answer = await send(`${target}/api/webhooks/pocketsflow`, headers, body)
    seen.push({ bodyHash, to: target, ...answer, isExcused: false })
    return answer.status
  }

  async function play(headers: Record<string, string>, body: Buffer): Promise<number | null> {
    if (fate === 'lose') {
      lost += 1
      return null
    }
    if (fate === 'double') {
      const [status] = await Promise.all([deliverOnce(headers, body), deliverOnce(headers, body)])
      return status ?? null
    }
    const status = await deliverOnce(headers, body)
    return fate === 'lose_answer_and_repeat' ? deliverOnce(headers, body) : status
  }

  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    const named = Object.entries(incoming.headers).filter(([name]) => PASSED_HEADERS.test(name))
    const status = await play(Object.fromEntries(named.map(([name, value]) => [name, String(value)])), body)
    if (status === null) incoming.socket.destroy()
    else outgoing.writeHead(status).end()
  }

  const server = createServer((incoming, outgoing) => {
    relay(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/webhooks/pocketsflow`,
    /** The shops that are told, in turn. */
    aimAt: (origins: string[]) => {
      targets = origins
    },
    setFate: (next: Fate) => {
      fate = next
    },
    /** All that was sent so far and was not lost on purpose. */
    seen,
    /** Excuses what a process was told since then, because it stood still. */
    excuse: (origin: string, since: number) => {
      for (const one of seen.slice(since)) if (one.to === origin) one.isExcused = true
    },
    lost: () => lost,
    stop: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { ProviderId } from '@/lib/payments/contract/provider-id'

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

/** Of the connection, not of the message. */
const HOP_HEADERS = /^(host|connection|keep-alive|content-length|transfer-encoding|accept-encoding|expect)$/

type Letter = { path: string; headers: Record<string, string>; body: Buffer }

const hashOf = (body: Buffer) => createHash('sha256').update(body).digest('hex')

async function send(target: string, { path, headers, body }: Letter): Promise<Pick<Delivered, 'status' | 'tookMs'>> {
  const startedAt = performance.now()
  const tookMs = () => Math.round(performance.now() - startedAt)
  try {
    const signal = AbortSignal.timeout(CUT_OFF_MS)
    const response = await fetch(`${target}${path}`, { method: 'POST', headers, body: new Uint8Array(body), signal })
    await response.arrayBuffer()
    return { status: response.status, tookMs: tookMs() }
  } catch {
    return { status: null, tookMs: tookMs() }
  }
}

/** Stands between the providers' webhooks and the shop's web processes: spreads them, measures answers, plays their fate. */
export async function openDeliveries() {
  const seen: Delivered[] = []
  const lost = new Set<string>()
  let targets: string[] = []
  let fate: Fate = 'deliver'
  let turn = 0

  async function deliverOnce(letter: Letter): Promise<number | null> {
    const target = targets[turn++ % targets.length]
    if (!target) return null
    const answer = await send(target, letter)
    seen.push({ bodyHash: hashOf(letter.body), to: target, ...answer, isExcused: false })
    return answer.status
  }

  async function play(letter: Letter): Promise<number | null> {
    if (fate === 'lose') {
      lost.add(hashOf(letter.body))
      return null
    }
    if (fate === 'double') {
      const [status] = await Promise.all([deliverOnce(letter), deliverOnce(letter)])
      return status ?? null
    }
    const status = await deliverOnce(letter)
    return fate === 'lose_answer_and_repeat' ? deliverOnce(letter) : status
  }

  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    const passed = Object.entries(incoming.headers).filter(([name]) => !HOP_HEADERS.test(name))
    const headers = Object.fromEntries(passed.map(([name, value]) => [name, String(value)]))
    const status = await play({ path: incoming.url ?? '/', headers, body })
    if (status === null) incoming.socket.destroy()
    else outgoing.writeHead(status).end()
  }

  const server = createServer((incoming, outgoing) => {
    relay(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    urlOf: (provider: ProviderId) => `${origin}/api/webhooks/${provider}`,
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
    /** Events that were lost on purpose, however often their sender tried. */
    lost: () => lost.size,
    stop: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export type Deliveries = Awaited<ReturnType<typeof openDeliveries>>

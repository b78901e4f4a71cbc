import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { headers: NodeJS.Dict<string | string[]>; body: string }

/** An endpoint of our own that keeps every delivery, byte for byte. */
export async function startListener(answer: { status: number; delayMs?: number } = { status: 200 }) {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') })
      for (const one of waiting) if (received.length >= one.count) one.resolve()
      setTimeout(() => response.writeHead(answer.status).end(), answer.delayMs ?? 0)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** Resolves once that many deliveries have come in all. */
    arrived: (count: number) =>
      new Promise<void>((resolve) => {
        if (received.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export type Listener = Awaited<ReturnType<typeof startListener>>

import { connect } from 'node:net'
import type { LoadRequest } from './load-job'

const LONGEST_WAIT_MS = 20_000

/** A connection that sends one request after the other. */
export type Line = {
  isBroken(): boolean
  /** @returns the answer's status as soon as it begins; 0 = no answer. */
  send(bytes: Buffer): Promise<number>
  close(): void
}

/** A request as it goes over a line. */
export function bytesOf({ method, path, headers, body = '' }: LoadRequest, host: string): Buffer {
  const all = { host, ...headers, 'content-length': String(Buffer.byteLength(body)) }
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`)
}

/**
 * As plain as can be: Node's own client costs more than the shop's answer, and a sender that cannot keep up would measure how
 * late it is itself. What it speaks to answers in one piece, without a body.
 */
export function openLine({ hostname, port }: URL): Line {
  const socket = connect(Number(port), hostname)
  let answered: (status: number) => void = () => undefined
  socket.setNoDelay(true)
  socket.setTimeout(LONGEST_WAIT_MS, () => socket.destroy())
  socket.on('data', (chunk) => {
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(chunk.toString('latin1', 0, 12)) ?? []
    if (status) answered(Number(status))
  })
  socket.on('error', () => answered(0))
  socket.on('close', () => answered(0))
  return {
    isBroken: () => socket.destroyed,
    send: (bytes) =>
      new Promise((resolve) => {
        answered = resolve
        socket.write(bytes)
      }),
    close: () => socket.destroy(),
  }
}

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the wire does to everything that passes. */
export type Weather = {
  /** Each way. */
  delayMs: number
  /** The share of pieces at which the connection is cut instead. */
  cutShare: number
  /** Connections are accepted, and nothing ever comes back. */
  isBlackHole: boolean
}

/** A piece on its way: `up` from the shop, `down` to it. `asked` is the first line of what went up last. */
export type Piece = { way: 'up' | 'down'; asked: string; bytes: Buffer }

type Snare = { wants: (piece: Piece) => boolean; caught: () => void }

const FINE: Weather = { delayMs: 0, cutShare: 0, isBlackHole: false }

const firstLine = (bytes: Buffer) => bytes.toString('latin1', 0, 200).split('\r\n', 1)[0] ?? ''

/** What all connections of one wire share. */
type Line = { weather: Weather; snare: Snare | null; sockets: Set<Socket> }

async function pass(line: Line, piece: Piece, from: Socket, to: Socket): Promise<void> {
  const { snare } = line
  if (snare?.wants(piece)) {
    line.snare = null
    snare.caught()
    // Nothing more of this connection passes: the process stands here until it is killed.
    await once(from, 'close')
    return
  }
  if (line.weather.isBlackHole) {
    await once(from, 'close')
    return
  }
  if (line.weather.delayMs > 0) await sleep(line.weather.delayMs)
  if (Math.random() < line.weather.cutShare) {
    from.destroy()
    to.destroy()
    return
  }
  if (!to.destroyed) to.write(piece.bytes)
}

/** Joins the shop's connection to one of its own there; pieces keep their order in each direction. */
function join(line: Line, shop: Socket, there: Socket): void {
  let asked = ''
  const carry = (way: 'up' | 'down', from: Socket, to: Socket) => {
    let before = Promise.resolve()
    from.on('data', (bytes: Buffer) => {
      const opening = firstLine(bytes)
      if (way === 'up' && /^[A-Z]+ \//.test(opening)) asked = opening
      const piece = { way, asked, bytes }
      before = before.then(() => pass(line, piece, from, to))
    })
    from.on('end', () => void before.then(() => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => {
      line.sockets.delete(from)
      to.destroy()
    })
    line.sockets.add(from)
  }
  carry('up', shop, there)
  carry('down', there, shop)
}

/** A TCP relay between the shop and something it needs, which can delay, cut, swallow, or hold one piece for ever. */
export async function openWire(target: { host: string; port: number }, listenPort = 0) {
  const line: Line = { weather: FINE, snare: null, sockets: new Set() }
  const server = createServer((shop) => join(line, shop, connect(target)))
  server.listen(listenPort, '127.0.0.1')
  await once(server, 'listening')
  const cutAll = () => {
    for (const socket of line.sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    turn: (change: Partial<Weather>) => {
      // What stands in the hole would otherwise stand there after the fault.
      if (line.weather.isBlackHole) cutAll()
      line.weather = { ...FINE, ...change }
    },
    /** Resolves when the first such piece is held; its process then stands exactly there. */
    hold: (wants: (piece: Piece) => boolean) =>
      new Promise<void>((resolve) => {
        line.snare = { wants, caught: resolve }
      }),
    letGo: () => {
      line.snare = null
    },
    stop: () => {
      cutAll()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export type Wire = Awaited<ReturnType<typeof openWire>>

import { createServer } from 'node:net'

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}

/** A port that nothing on this machine's loopback listens on at this moment. */
export const freePort = (): Promise<number> => listenOnce(0)

/** The first of that many ports in a row that nothing listens on at this moment. */
export async function freePortRow(count: number): Promise<number> {
  for (;;) {
    const first = await freePort()
    const others = Array.from({ length: count - 1 }, (_, index) => isPortFree(first + 1 + index))
    if ((await Promise.all(others)).every(Boolean)) return first
  }
}

export function isPortFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  )
}

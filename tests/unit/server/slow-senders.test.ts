import type { Server } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { guard } from '@/lib/server/guard'
import { createHttpServer, listen } from '@/lib/server/http-server'

vi.stubEnv('LOG_LEVEL', 'silent')

let server: Server
let port: number

beforeAll(async () => {
  const handle = guard(
    async (req, res) => {
      await text(req).catch(() => '')
      res.end('taken')
    },
    { isStatic: () => false, fetchMissing: async () => Buffer.from('') },
  )
  server = createHttpServer(handle)
  port = await listen(server, { port: 0, host: '127.0.0.1' })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const hook = '/api/webhooks/pocketsflow'

/** Sends a byte a second; resolves with how long the server bore it. */
function sendSlowly(): Promise<number> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`POST ${hook} HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5000\r\n\r\n{`),
    )
    const drip = setInterval(() => socket.write('x'), 1_000)
    socket.on('error', () => undefined)
    socket.resume()
    socket.on('close', () => {
      clearInterval(drip)
      resolve(performance.now() - startedAt)
    })
  })
}

it('W14: 200 senders of a byte a second are hung up on within 10 s, and honest ones are answered meanwhile', async () => {
  const slow = Promise.all(Array.from({ length: 200 }, sendSlowly))
  for (let second = 0; second < 5; second += 1) {
    await sleep(500)
    const answer = await fetch(`http://127.0.0.1:${port}${hook}`, { method: 'POST', body: '{}' })
    expect(await answer.text()).toBe('taken')
  }
  expect(Math.max(...(await slow))).toBeLessThan(10_000)
}, 20_000)

import type { IncomingMessage, Server } from 'node:http'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { guard, type Handler } from '@/lib/server/guard'
import { createHttpServer, listen } from '@/lib/server/http-server'

vi.stubEnv('APP_URL', 'https://shop.test')
vi.stubEnv('POCKETSFLOW_API_URL', 'http://localhost:4010')
vi.stubEnv('LOG_LEVEL', 'silent')

const CAP_BYTES = 256 * 1024

let server: Server
let port: number
let seen: { url: string; headers: IncomingMessage['headers'] }[]
let answer: Handler

const readWhole: Handler = async (req, res) => {
  const body = await text(req)
  res.end(`${body.length}`)
}

beforeEach(async () => {
  seen = []
  answer = readWhole
  const pages = { isStatic: (path: string) => path === '/kept', fetchMissing: async () => Buffer.from('missing') }
  const handle: Handler = (req, res) => {
    seen.push({ url: req.url ?? '', headers: { ...req.headers } })
    return answer(req, res)
  }
  server = createHttpServer(guard(handle, pages))
  port = await listen(server, { port: 0, host: '127.0.0.1' })
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, init)

/** Sends a body in chunks, without saying its length; resolves with the status that came meanwhile. */
function sendChunks(path: string, byteLength: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request({ port, host: '127.0.0.1', path, method: 'POST' }, (res) => {
      res.resume()
      resolve(res.statusCode ?? 0)
    })
    req.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)))
    const chunk = Buffer.alloc(64 * 1024)
    for (let sent = 0; sent < byteLength; sent += chunk.length) req.write(chunk)
    req.end()
  })
}

/** Opens a request that never ends; resolves when the server hangs up. */
function stall(head: string): Promise<number> {
  const startedAt = Date.now()
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(head))
    socket.on('error', () => undefined)
    socket.resume()
    socket.on('close', () => resolve(Date.now() - startedAt))
  })
}

test('a webhook that says it is larger than 256 KiB is refused before anything is read', async () => {
  const response = await ask('/api/webhooks/pocketsflow', { method: 'POST', body: Buffer.alloc(CAP_BYTES + 1) })
  expect(response.status).toBe(413)
  expect(seen).toEqual([])
})

test('W15: a webhook in chunks is cut off where it passes 256 KiB, and the rest of its 20 MB is not read', async () => {
  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket))
  answer = async (req) => {
    await text(req).catch(() => '')
  }
  expect(await sendChunks('/api/webhooks/pocketsflow', 20 * 1024 * 1024)).toBe(413)
  expect(sockets.map(({ bytesRead }) => bytesRead < 4 * CAP_BYTES)).toEqual([true])
})

test('a webhook of exactly 256 KiB passes', async () => {
  const response = await ask('/api/webhooks/pocketsflow', { method: 'POST', body: Buffer.alloc(CAP_BYTES) })
  expect(await response.text()).toBe(String(CAP_BYTES))
})

test('W03: a webhook with a trailing slash arrives without one, and without a redirect', async () => {
  await ask('/api/webhooks/pocketsflow/?a=1', { method: 'POST', body: '{}', redirect: 'error' })
  expect(seen[0]?.url).toBe('/api/webhooks/pocketsflow?a=1')
})

test('the shop’s own doors are not there from outside', async () => {
  const response = await ask('/api/internal/refresh', { method: 'POST' })
  expect(response.status).toBe(404)
  expect(seen).toEqual([])
})

test('a foreign X-Forwarded-Host is dropped, and the shop’s own origin is told to the framework', async () => {
  await ask('/', { headers: { 'x-forwarded-host': 'evil.test', origin: 'https://evil.test' } })
  await ask('/', { headers: { 'x-forwarded-host': 'evil.test', origin: 'https://shop.test' } })
  expect(seen.map(({ headers }) => headers['x-forwarded-host'])).toEqual([undefined, 'shop.test'])
})

test('the address that a request came from stands last, whatever it claims', async () => {
  await ask('/', { headers: { 'x-forwarded-for': '203.0.113.7' } })
  expect(seen[0]?.headers['x-forwarded-for']).toBe('203.0.113.7, 127.0.0.1')
})

test('only pages that were promised static are asked for without the browser’s name', async () => {
  await ask('/kept?a=1', { headers: { 'user-agent': 'Browser' } })
  await ask('/cart', { headers: { 'user-agent': 'Browser' } })
  expect(seen.map(({ headers }) => headers['user-agent'])).toEqual([undefined, 'Browser'])
})

test('HEAD of a static page says what GET would, without the page', async () => {
  answer = async (req, res) => {
    res.setHeader('Content-Type', 'text/html')
    res.setHeader('Cache-Control', 's-maxage=60')
    res.end(req.method === 'HEAD' ? null : '<p>The page</p>')
  }
  const [head, get] = [await ask('/kept', { method: 'HEAD' }), await ask('/kept')]
  for (const name of ['etag', 'content-security-policy', 'content-length', 'content-encoding'])
    expect(head.headers.get(name), name).toBe(get.headers.get(name))
  expect(head.headers.get('etag')).toMatch(/^W\//)
  expect(await head.text()).toBe('')
})

test('every answer carries the headers that keep a page to itself', async () => {
  const { headers } = await ask('/')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
  expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
  expect(headers.get('permissions-policy')).toContain('camera=()')
})

test.each(['/thank-you/abc', '/checkout/cancelled?order=abc', '/api/orders/abc/status'])(
  'T15: an address with a secret in it is told to nobody: %s',
  async (path) => {
    expect((await ask(path)).headers.get('referrer-policy')).toBe('no-referrer')
  },
)

test('a page may run the shop’s scripts and no others, and send forms to providers', async () => {
  answer = async (_req, res) => {
    res.setHeader('Content-Type', 'text/html')
    res.end('<script>self.__next_f.push([0])</script><script>alert(1)</script>')
  }
  const policy = (await ask('/')).headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/script-src 'self' 'sha256-[^']+';/)
  expect(policy).not.toContain('unsafe-inline')
  expect(policy).toContain("form-action 'self' https: http://localhost:4010")
  expect(policy).toContain("frame-ancestors 'none'")
})

test('a handler that throws ends one request, not the server', async () => {
  answer = async () => {
    throw new Error('broken')
  }
  expect((await ask('/')).status).toBe(500)
  answer = readWhole
  expect((await ask('/')).status).toBe(200)
})

test('W13: a sender that stops in the middle is hung up on within 10 s', { timeout: 15_000 }, async () => {
  answer = async (req) => {
    await text(req).catch(() => '')
  }
  const head = 'POST /api/webhooks/pocketsflow HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 50\r\n\r\nab'
  const waitedMs = await Promise.all([stall(head), stall('GET / HTT')])
  expect(Math.max(...waitedMs)).toBeLessThan(10_000)
})

test('a webhook behind more than can be answered in time is refused at once, a page is not', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  answer = async (req, res) => {
    const body = await text(req)
    if (body === 'slow') await promise
    res.end(body)
  }
  const slow = Array.from({ length: 50 }, () => ask('/api/webhooks/pocketsflow', { method: 'POST', body: 'slow' }))
  await vi.waitFor(() => expect(seen).toHaveLength(50))
  expect((await ask('/api/webhooks/pocketsflow', { method: 'POST', body: 'first' })).status).toBe(200)
  await new Promise((done) => setTimeout(done, 4_000))
  const refused = await ask('/api/webhooks/pocketsflow', { method: 'POST', body: 'late' })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect((await ask('/', { method: 'POST', body: 'page' })).status).toBe(200)
  resolve()
  expect(new Set((await Promise.all(slow)).map(({ status }) => status))).toEqual(new Set([200]))
  expect((await ask('/api/webhooks/pocketsflow', { method: 'POST', body: 'again' })).status).toBe(200)
})

import type { RequestListener, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type JsonRequest, requestJson } from '@/lib/payments/http'
import { startTestServer, type TestServer } from './test-server'

let server: TestServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

async function ask(answer: RequestListener, over: Partial<JsonRequest> = {}) {
  server = await startTestServer(answer)
  const deadline = AbortSignal.timeout(3_000)
  return requestJson({ method: 'GET', url: server.url, headers: {}, deadline, ...over })
}

const post = { method: 'POST', body: { a: 1 } }
const says =
  (body: string | Buffer, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)
const begin = (response: ServerResponse, text: string) =>
  new Promise<void>((resolve) => response.writeHead(200).write(text, () => resolve()))
const cutAfter =
  (text: string): RequestListener =>
  (_, response) =>
    void begin(response, text).then(() => response.destroy())
const staySilent: RequestListener = () => undefined
const stopHalfway: RequestListener = (_, response) => void begin(response, '{"a":')

describe('an answer', () => {
  it.each([
    ['JSON', '{"a":1}', { a: 1 }],
    ['empty', '', {}],
    ['blank', ' \n', {}],
  ])('%s is read', async (_, body, value) => {
    expect(await ask(says(body))).toEqual({ ok: true, value })
  })

  it('may come in pieces, split inside a character', async () => {
    const bytes = Buffer.from('{"name":"Žluťoučký"}')
    const answer: RequestListener = (_, response) => {
      response.write(bytes.subarray(0, 10))
      setTimeout(() => response.end(bytes.subarray(10)), 20)
    }
    expect(await ask(answer)).toEqual({ ok: true, value: { name: 'Žluťoučký' } })
  })

  it.each([
    ['a web page', '<!doctype html><p>hello', 'web page'],
    ['cut JSON', '{"a":', 'not whole JSON'],
    ['words', 'OK', 'not whole JSON'],
  ])('of %s is unreadable', async (_, body, words) => {
    expect(await ask(says(body))).toMatchObject({
      error: { code: 'unreadable', detail: expect.stringContaining(words) },
    })
    expect(server?.seen).toHaveLength(1)
  })

  it('is asked for with the headers and the body that were given', async () => {
    const echo: RequestListener = async (request, response) => {
      let body = ''
      for await (const part of request) body += part
      response.end(JSON.stringify({ key: request.headers.authorization, body }))
    }
    const answer = await ask(echo, { ...post, headers: { authorization: 'Bearer k' } })
    expect(answer).toEqual({ ok: true, value: { key: 'Bearer k', body: '{"a":1}' } })
  })
})

describe('too much is cut off', () => {
  it.each([
    ['announced', says('x'.repeat(2_000), 200, { 'content-length': '2000' })],
    ['streamed', cutAfter(`"${'x'.repeat(2_000)}"`)],
    ['packed small', says(gzipSync(`"${'x'.repeat(2_000)}"`), 200, { 'content-encoding': 'gzip' })],
  ])('%s', async (_, answer) => {
    expect(await ask(answer, { maxBytes: 1_000 })).toMatchObject({
      error: { code: 'unreadable', detail: 'The answer was larger than 1000 bytes.' },
    })
  })

  it('P14: at 1 MiB by default, without reading on', async () => {
    let sentBytes = 0
    const endless: RequestListener = (_, response) => {
      const chunk = Buffer.alloc(65_536, 'x')
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sentBytes += chunk.length
        response.once('drain', more)
      }
      more()
    }
    expect(await ask(endless)).toMatchObject({ error: { code: 'unreadable' } })
    expect(sentBytes).toBeLessThan(16_000_000)
  })
})

describe('one deadline covers everything', () => {
  it.each([
    ['P05: silence', staySilent],
    ['P05: a body that stops half-way', stopHalfway],
  ])('%s is a timeout, not repeated', async (_, answer) => {
    const startedAt = performance.now()
    const reply = await ask(answer, { deadline: AbortSignal.timeout(150) })
    expect(reply).toEqual({ ok: false, error: { code: 'timeout', detail: 'No whole answer came in time.' } })
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect(server?.seen).toHaveLength(1)
  })

  it('a call that changes something may have arrived', async () => {
    const reply = await ask(staySilent, { ...post, deadline: AbortSignal.timeout(100) })
    expect(reply).toMatchObject({ error: { code: 'timeout', ambiguous: true } })
  })

  it('a deadline that has passed sends nothing', async () => {
    const reply = await ask(says('{}'), { deadline: AbortSignal.abort() })
    expect(reply).toMatchObject({ error: { code: 'timeout' } })
    expect(server?.seen).toEqual([])
  })
})

describe('a status that is not 2xx', () => {
  it.each([
    [400, 'refused'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'not_found'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'rate_limited'],
    [500, 'provider_error'],
    [503, 'provider_error'],
    [504, 'provider_error'],
  ])('%d is %s', async (status, code) => {
    const reply = await ask(says('{"error":"Because.","code":"X"}', status), post)
    expect(reply).toMatchObject({ error: { code, detail: expect.stringContaining(`(${status}): Because.`) } })
    expect('error' in reply && (reply.error.ambiguous ?? false)).toBe(status >= 500 || status === 409)
  })

  it('P13: a redirect is not followed', async () => {
    const reply = await ask(says('', 302, { location: 'http://127.0.0.1:9/internal' }))
    expect(reply).toMatchObject({ error: { code: 'unreadable', detail: expect.stringContaining('redirect') } })
    expect(server?.seen).toHaveLength(1)
  })

  it('counts although its body breaks off', async () => {
    const answer: RequestListener = (_, response) => {
      response.writeHead(401, { 'content-length': '100' }).write('{"err', () => response.destroy())
    }
    expect(await ask(answer)).toMatchObject({ error: { code: 'unauthorized' } })
  })

  it('never hands on a key', async () => {
    const said = 'Invalid API key pk_live_s3cret-1 and whsec_abc, Bearer xyz\u0000'
    const reply = await ask(says(JSON.stringify({ message: said }), 401))
    expect(reply).toMatchObject({
      error: { detail: 'The API key was refused (401): Invalid API key [key] and [key], [key].' },
    })
  })

  it.each([
    ['7', 7_000],
    ['0', 0],
    ['1000000000', 60_000],
    ['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['Sat, 20 Nov 2027 10:00:00 GMT', 60_000],
    ['soon', undefined],
    ['', undefined],
  ])('P17: Retry-After %j is %j ms on the clock of the provider', async (said, retryAfterMs) => {
    const headers = { 'retry-after': said, date: 'Fri, 20 Nov 2026 10:00:00 GMT' }
    const reply = await ask(says('', 429, headers))
    expect('error' in reply && reply.error.retryAfterMs).toBe(retryAfterMs)
    expect(server?.seen).toHaveLength(1)
  })
})

describe('a broken connection', () => {
  const attempt = (url: URL) => requestJson({ ...post, url, headers: {}, deadline: AbortSignal.timeout(3_000) })

  it('P01: that is refused cannot have had an effect', async () => {
    const gone = await startTestServer(says('{}'))
    await gone.stop()
    expect(await attempt(gone.url)).toEqual({
      ok: false,
      error: { code: 'unreachable', detail: 'No connection could be made (ECONNREFUSED).' },
    })
  })

  it('P02: to a host that nobody knows cannot have had an effect', async () => {
    const reply = await attempt(new URL('http://nobody.invalid/'))
    expect(reply).toMatchObject({ error: { code: 'unreachable', detail: expect.stringContaining('No connection') } })
    expect(reply).not.toHaveProperty('error.ambiguous')
  })

  it.each([
    ['before the answer', (_: unknown, response: ServerResponse) => void response.destroy()],
    ['within the body', cutAfter('{"a":')],
  ] as [string, RequestListener][])(
    'lost %s may have had an effect, and a change is not repeated',
    async (_, answer) => {
      expect(await ask(answer, post)).toMatchObject({ error: { code: 'unreachable', ambiguous: true } })
      expect(server?.seen).toHaveLength(1)
    },
  )

  it('makes a read try once more, and no more', async () => {
    expect(await ask((_, response) => void response.destroy())).toMatchObject({ error: { code: 'unreachable' } })
    expect(server?.seen).toHaveLength(2)
  })

  it('is mended by the second try', async () => {
    let calls = 0
    const answer: RequestListener = (_, response) =>
      void (calls++ ? response.end('{"a":1}') : response.writeHead(503).end())
    expect(await ask(answer)).toEqual({ ok: true, value: { a: 1 } })
  })
})

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import compression from 'compression'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { acceptedEncoding, isStillFresh } from '@/lib/server/conditional'
import { keepAnswer } from '@/lib/server/kept-answers'
import { addScriptPolicy } from '@/lib/server/policy-response'

vi.stubEnv('APP_URL', 'http://shop.test')

const script = '<script>self.__next_f.push([1,"hello"])</script>'
const pageOf = (price: string) => `<!DOCTYPE html><html lang="en"><body>${price.repeat(500)}${script}</body></html>`

let server: Server | undefined
afterEach(() => new Promise((resolve) => server?.close(resolve) ?? resolve(undefined)))

/** A shop with one page, which says of itself for how long it may be kept. */
function openShop(shop: { page: string; cacheControl: string; type?: string }): Promise<string> {
  const compress = compression()
  const opened = createServer((req, res) => {
    compress(req as never, res as never, () => undefined)
    addScriptPolicy(res, () => Promise.reject(new Error('not asked for')))
    res.setHeader('Cache-Control', shop.cacheControl)
    res.setHeader('Content-Type', shop.type ?? 'text/html; charset=utf-8')
    res.setHeader('Content-Length', Buffer.byteLength(shop.page))
    res.end(shop.page)
  })
  server = opened
  return new Promise((resolve) =>
    opened.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(opened.address() as AddressInfo).port}`)),
  )
}

const forAll = 's-maxage=31536000'
// As browsers revalidate; left to itself, fetch would ask past all caches as soon as it names an ETag.
const ask = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers: { 'accept-encoding': 'identity', 'cache-control': 'max-age=0', ...headers } })

test('a reader who holds the page is told so, with the policy that goes with it', async () => {
  const url = await openShop({ page: pageOf('$8'), cacheControl: forAll })
  const first = await ask(url)
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toMatch(/^W\/"[\w-]{43}"$/)
  const again = await ask(url, { 'if-none-match': etag })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
  expect(again.headers.get('content-security-policy')).toBe(first.headers.get('content-security-policy'))
  expect(again.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
})

test('a page that changed is sent at once, whatever the reader holds', async () => {
  const shop = { page: pageOf('$8'), cacheControl: forAll }
  const url = await openShop(shop)
  const etag = (await ask(url)).headers.get('etag') ?? ''
  shop.page = pageOf('$9')
  const changed = await ask(url, { 'if-none-match': etag })
  expect(changed.status).toBe(200)
  expect(changed.headers.get('etag')).not.toBe(etag)
  expect(await changed.text()).toBe(shop.page)
})

test.each(['br', 'gzip'])('a static page arrives whole in %s, and smaller', async (encoding) => {
  const shop = { page: pageOf('$8 ✓'), cacheControl: forAll }
  const url = await openShop(shop)
  for (const view of ['first', 'second']) {
    const answer = await ask(url, { 'accept-encoding': encoding })
    expect(answer.headers.get('content-encoding'), view).toBe(encoding)
    expect(answer.headers.get('vary'), view).toMatch(/accept-encoding/i)
    expect(Number(answer.headers.get('content-length')), view).toBeLessThan(500)
    expect(await answer.text(), view).toBe(shop.page)
  }
})

test('what the pages’ own navigation fetches has an ETag too, and no policy', async () => {
  const url = await openShop({ page: '0:["$","p"]', cacheControl: forAll, type: 'text/x-component' })
  const answer = await ask(url)
  expect(answer.headers.get('etag')).toMatch(/^W\//)
  expect(answer.headers.get('content-security-policy')).toBeNull()
  expect(await answer.text()).toBe('0:["$","p"]')
})

test('a page made for one reader is never named or remembered', async () => {
  const url = await openShop({ page: pageOf('Dear Ada'), cacheControl: 'private, no-store' })
  const answer = await ask(url)
  expect(answer.headers.get('etag')).toBeNull()
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  expect(answer.headers.get('content-security-policy')).toContain("'sha256-")
})

test('what is remembered stays below 32 MiB: the oldest goes first', () => {
  const first = keepAnswer('the first page')
  expect(keepAnswer('the first page')).toBe(first)
  for (let number = 0; number < 33; number += 1) keepAnswer(String(number).padEnd(1024 * 1024, '.'))
  expect(keepAnswer('the first page')).not.toBe(first)
  expect(keepAnswer('the first page')).toEqual(first)
})

describe('Accept-Encoding', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0.000, identity', null],
    ['brotli', null],
    ['', null],
  ])('%s', (header, expected) => {
    expect(acceptedEncoding(header)).toBe(expected)
  })
})

describe('If-None-Match', () => {
  test.each([
    ['W/"a"', true],
    ['"a"', true],
    ['"b", W/"a"', true],
    ['*', true],
    ['"b"', false],
    ['a', false],
  ])('%s', (held, expected) => {
    expect(isStillFresh({ 'if-none-match': held }, 'W/"a"')).toBe(expected)
  })

  test('a reload past all caches gets the page', () => {
    expect(isStillFresh({ 'if-none-match': '*', 'cache-control': 'no-cache' }, 'W/"a"')).toBe(false)
    expect(isStillFresh({}, 'W/"a"')).toBe(false)
  })
})

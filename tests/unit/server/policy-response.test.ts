import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import type { FetchMissingPage } from '@/lib/server/missing-page'
import { addScriptPolicy } from '@/lib/server/policy-response'

vi.stubEnv('APP_URL', 'http://shop.test')

const pageData = '<script>self.__next_f.push([1,"hello"])</script>'
const emptyShell = `<!DOCTYPE html><html id="__next_error__"><head></head><body>${pageData}</body></html>`
const brokenPage = '<!DOCTYPE html><html lang="en"><body><h1>Something broke</h1></body></html>'
const missingPage = '<!DOCTYPE html><html lang="en"><body><h1>Not on the map</h1></body></html>'

let server: Server | undefined
afterEach(() => new Promise((resolve) => server?.close(resolve)))

const outdatedPage = '<!DOCTYPE html><html lang="en"><body><h1>The shop was updated</h1></body></html>'

const wholePages: Record<number, string> = { 404: missingPage, 409: outdatedPage, 500: brokenPage }
const fetchWholePage: FetchMissingPage = async (status) => Buffer.from(wholePages[status] ?? '')

/** A shop that answers as `listener` does, behind the policy. */
function openShop(listener: RequestListener, fetchMissingPage: FetchMissingPage = fetchWholePage): Promise<string> {
  const opened = createServer((req, res) => {
    addScriptPolicy(res, fetchMissingPage)
    listener(req, res)
  })
  server = opened
  return new Promise((resolve) =>
    opened.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(opened.address() as AddressInfo).port}`)),
  )
}

const sendPage =
  (page: string, status: number, etag: string): RequestListener =>
  (req, res) => {
    res.statusCode = status
    res.setHeader('Content-Type', 'text/html; charset=utf-8')
    res.setHeader('ETag', etag)
    res.setHeader('Content-Length', Buffer.byteLength(page))
    res.end(req.method === 'HEAD' ? null : page)
  }

test('a page that somebody asked for by HEAD first still names the hashes of its scripts', async () => {
  const url = await openShop(sendPage(`<!DOCTYPE html><html><body>${pageData}</body></html>`, 200, '"head-first"'))
  await fetch(url, { method: 'HEAD' })
  const policy = (await fetch(url)).headers.get('content-security-policy')
  expect(policy).toMatch(/script-src 'self' 'sha256-/)
})

test('a 404 that only a script could fill goes out as the whole 404 page', async () => {
  const url = await openShop(sendPage(emptyShell, 404, '"shell"'))
  const response = await fetch(url)
  expect(response.status).toBe(404)
  expect(response.headers.get('etag')).toBeNull()
  expect(await response.text()).toBe(missingPage)
})

test('a page that broke goes out as one that can be read without a script', async () => {
  const url = await openShop(sendPage(emptyShell, 500, '"broken"'))
  const response = await fetch(url)
  expect(response.status).toBe(500)
  expect(await response.text()).toBe(brokenPage)
})

test('a 404 with a body of its own goes out as it is', async () => {
  const url = await openShop(sendPage('<!DOCTYPE html><html lang="en"><body>Here</body></html>', 404, '"own"'))
  expect(await (await fetch(url)).text()).toContain('Here')
})

test('where the whole 404 page cannot be had, the empty one has to do', async () => {
  const url = await openShop(sendPage(emptyShell, 404, '"no-page"'), () => Promise.reject(new Error('closing')))
  const response = await fetch(url)
  expect(response.status).toBe(404)
  expect(await response.text()).toBe(emptyShell)
})

test('a page that comes with a policy of its own keeps it', async () => {
  const url = await openShop((_req, res) => {
    res.setHeader('Content-Type', 'text/html')
    res.setHeader('Content-Security-Policy', "default-src 'none'")
    res.end('<p style="color: red">A mail</p>')
  })
  expect((await fetch(url)).headers.get('content-security-policy')).toBe("default-src 'none'")
})

const refuseAction: RequestListener = (_req, res) => {
  res.statusCode = 409
  res.setHeader('Content-Type', 'text/plain')
  res.setHeader('x-nextjs-action-not-found', '1')
  res.end('Server Action unavailable.')
}

test('a form of another build is answered with a page that says what to do', async () => {
  const url = await openShop(refuseAction)
  const response = await fetch(url, { method: 'POST', body: new FormData() })
  expect(response.status).toBe(409)
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(response.headers.get('content-security-policy')).not.toBeNull()
  expect(await response.text()).toBe(outdatedPage)
})

test('a script whose action is of another build is told by the framework’s own answer', async () => {
  const url = await openShop(refuseAction)
  const response = await fetch(url, { method: 'POST', headers: { 'next-action': '40ab' } })
  expect(await response.text()).toBe('Server Action unavailable.')
})

test('a conflict of another kind goes out as it is', async () => {
  const url = await openShop((_req, res) => {
    res.statusCode = 409
    res.end('taken')
  })
  expect(await (await fetch(url)).text()).toBe('taken')
})

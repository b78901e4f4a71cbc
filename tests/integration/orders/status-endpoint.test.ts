import pg from 'pg'
import { describe, expect, test, vi } from 'vitest'
import { POST as check } from '@/app/api/orders/[token]/check/route'
import { GET as status } from '@/app/api/orders/[token]/status/route'
import { newToken } from '@/lib/shared/token'
import { makeOrder } from '@/tests/support/factories'

const get = (token: string) =>
  status(new Request(`http://shop.test/api/orders/${token}/status`), { params: Promise.resolve({ token }) })

function post(token: string, headers: Record<string, string>) {
  const request = new Request(`http://shop.test/api/orders/${token}/check`, { method: 'POST', headers })
  return check(request, { params: Promise.resolve({ token }) })
}

const paidAt = new Date('2026-11-20T12:01:00.000Z')

describe('GET /api/orders/[token]/status', () => {
  test('tells number, status and time of payment, and nothing else', async () => {
    const { token, number } = await makeOrder({ status: 'paid', paidAt })
    const response = await get(token)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      number: String(number),
      status: 'paid',
      paidAt: '2026-11-20T12:01:00.000Z',
    })
  })

  test('T01, T14: answers unknown and malformed tokens alike', async () => {
    const unknown = await get(newToken())
    const text = await unknown.text()
    for (const token of ['nope', '../x', '%00', 'A'.repeat(10_000)]) {
      const malformed = await get(token)
      expect([malformed.status, await malformed.text()]).toEqual([404, text])
      expect([...malformed.headers]).toEqual([...unknown.headers])
    }
  })

  test('lets ten calls a second through for one token, and says when to come back', async () => {
    const { token } = await makeOrder()
    const responses = await Promise.all(Array.from({ length: 12 }, () => get(token)))
    const statuses = responses.map((response) => response.status)
    expect(statuses.filter((code) => code === 200)).toHaveLength(10)
    expect(responses.find((response) => response.status === 429)?.headers.get('retry-after')).toBe('1')
  })

  test('asks the database once', async () => {
    const { token } = await makeOrder()
    await get(token)
    const queries = vi.spyOn(pg.Client.prototype, 'query')
    await get(token)
    expect(queries).toHaveBeenCalledTimes(1)
    queries.mockRestore()
  })

  test('answers 503 within two seconds while the database does not answer', async () => {
    const { token } = await makeOrder()
    const blocker = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await blocker.connect()
    await blocker.query('begin; lock table orders in access exclusive mode')
    const startedMs = performance.now()
    const response = await get(token)
    expect(response.status).toBe(503)
    expect(performance.now() - startedMs).toBeLessThan(2_000)
    await blocker.end()
  })
})

describe('POST /api/orders/[token]/check', () => {
  test('answers like the status endpoint', async () => {
    const { token, number } = await makeOrder({ status: 'paid', paidAt })
    const response = await post(token, { 'sec-fetch-site': 'same-origin' })
    expect(await response.json()).toMatchObject({ number: String(number), status: 'paid' })
  })

  test.each<Record<string, string>>([
    {},
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://shop.test' },
  ])('refuses a request that does not prove where it comes from: %j', async (headers) => {
    const { token } = await makeOrder()
    expect((await post(token, headers)).status).toBe(403)
  })

  test('sends a form without JavaScript back to the order', async () => {
    const { token } = await makeOrder({ status: 'paid' })
    const response = await post(token, { 'sec-fetch-site': 'same-origin', origin: 'null', accept: 'text/html' })
    expect([response.status, response.headers.get('location')]).toEqual([303, `/thank-you/${token}`])
  })

  test('does not know malformed tokens', async () => {
    expect((await post('nope', { origin: 'http://shop.test' })).status).toBe(404)
  })
})

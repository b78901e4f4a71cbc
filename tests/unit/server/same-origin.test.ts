import { beforeAll, describe, expect, test, vi } from 'vitest'
import { isSameOrigin } from '@/lib/server-action/same-origin'

beforeAll(() => {
  vi.stubEnv('APP_URL', 'http://shop.test')
})

describe('a request comes from a page of this shop', () => {
  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:3000' }, true],
    [{ origin: 'http://shop.test' }, true],
    [{}, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://evil.test' }, false],
    [{ origin: 'http://shop.test.evil.test' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://shop.test' }, false],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://shop.test' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
  ] as const)('%o proves it: %s', (headers, isProven) => {
    expect(isSameOrigin(new Headers(headers))).toBe(isProven)
  })
})

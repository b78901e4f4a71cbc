import { describe, expect, it } from 'vitest'
import { isSafeCheckoutUrl } from '@/lib/payments/checkout-url'

const live = 'https://api.pocketsflow.com'
const local = 'http://localhost:4010'

describe('a shopper may be sent to', () => {
  it.each([
    ['https on any host', 'https://store.pocketsflow.com/checkout?id=cs_1', live],
    ['https for a local API', 'https://store.pocketsflow.com/checkout/cs_1', local],
    ['http on the host of an API on this machine', 'http://localhost:4010/checkout/cs_1', local],
    ['the same by IPv4', 'http://127.0.0.1:4010/checkout/cs_1', 'http://127.0.0.1:4010'],
    ['the same by IPv6', 'http://[::1]:4010/checkout/cs_1', 'http://[::1]:4010'],
  ])('%s', (_, url, api) => {
    expect(isSafeCheckoutUrl(url, api)).toBe(true)
  })
})

describe('a shopper is never sent to', () => {
  it.each([
    ['http with the real API', 'http://store.pocketsflow.com/checkout/cs_1', live],
    ['http on the host of an API elsewhere', 'http://pay.test/checkout/cs_1', 'http://pay.test'],
    ['http on another host', 'http://evil.test/checkout/cs_1', local],
    ['another port of this machine', 'http://localhost:22/checkout/cs_1', local],
    ['a host that only begins alike', 'http://localhost:4010.evil.test/', local],
    ['a user name before another host', 'http://localhost:4010@evil.test/', local],
    ['credentials over https', 'https://user:pass@store.pocketsflow.com/', live],
    ['a script', 'javascript:alert(1)', local],
    ['data', 'data:text/html,<p>', local],
    ['a path', '/checkout/cs_1', local],
    ['a host without a scheme', '//evil.test/checkout', local],
    ['nothing', '', local],
  ])('%s', (_, url, api) => {
    expect(isSafeCheckoutUrl(url, api)).toBe(false)
  })
})

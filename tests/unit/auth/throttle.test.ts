import { describe, expect, test } from 'vitest'
import { clientAddress } from '@/lib/auth/client-address'
import { signInErrorText } from '@/lib/auth/model'
import { waitMsAfter } from '@/lib/auth/throttle'

const at = new Date('2026-11-20T12:00:00Z')
const secondsAgo = (seconds: number) => new Date(at.getTime() - seconds * 1000)

describe('the throttle', () => {
  test('lets a try pass while fewer than the limit failed', () => {
    expect(waitMsAfter([secondsAgo(1), secondsAgo(2)], 3, at)).toBe(0)
  })

  test('makes a try wait until the failure that filled the limit is ten minutes old', () => {
    expect(waitMsAfter([secondsAgo(1), secondsAgo(2), secondsAgo(100)], 3, at)).toBe(500_000)
    expect(waitMsAfter([secondsAgo(1), secondsAgo(2), secondsAgo(600)], 3, at)).toBe(0)
  })

  test('says the time to wait in minutes', () => {
    expect(signInErrorText({ code: 'throttled', waitMs: 500_000 })).toContain('in 9 minutes')
    expect(signInErrorText({ code: 'throttled', waitMs: 20_000 })).toContain('in a minute')
  })
})

describe('the address a try is counted for', () => {
  const from = (forwarded?: string) => clientAddress(new Headers(forwarded ? { 'x-forwarded-for': forwarded } : {}))

  test.each([
    ['the only hop', '203.0.113.9', '203.0.113.9'],
    ['what the client claims is not believed', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['own proxies are skipped', '198.51.100.1, 203.0.113.9, 10.0.0.2, 127.0.0.1', '203.0.113.9'],
    ['an address in IPv6 notation', '::ffff:203.0.113.9', '203.0.113.9'],
    ['a household of IPv6 counts as one', '2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['a short IPv6', '2001:db8::7', '2001:db8:0:0'],
    ['all private: the nearest hop', '192.168.0.7, 127.0.0.1', '127.0.0.1'],
    ['junk', 'unknown, <script>', 'unknown'],
  ])('%s', (_rule, header, address) => {
    expect(from(header)).toBe(address)
  })

  test('is unknown when nothing tells it', () => {
    expect(from()).toBe('unknown')
  })
})

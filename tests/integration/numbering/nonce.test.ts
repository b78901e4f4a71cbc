import { expect, it } from 'vitest'
import { isOwnNonce, newNonce } from '@/lib/numbering/nonce'

it('knows its own number again by the seal, and no other', () => {
  const nonce = newNonce(1_042)
  expect(nonce).toMatch(/^[0-9a-f]{48}$/)
  expect(newNonce(1_042)).not.toBe(nonce)
  expect(isOwnNonce(nonce, 1_042)).toBe(true)
  expect(isOwnNonce(nonce, 1_043)).toBe(false)
  expect(isOwnNonce(nonce.slice(0, 32), 1_042)).toBe(false)
  expect(isOwnNonce(`${nonce}00`, 1_042)).toBe(false)
  expect(isOwnNonce('00'.repeat(24), 1_042)).toBe(false)
})

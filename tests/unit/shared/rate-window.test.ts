import { expect, test } from 'vitest'
import { createRateWindow } from '@/lib/shared/rate-window'

const limits = { max: 10, windowMs: 1_000, maxKeys: 100 }

test('ten calls in a second pass and the eleventh is told when to come back', () => {
  const window = createRateWindow(limits)
  for (let call = 0; call < 10; call += 1) expect(window.take('a', call * 10)).toEqual({ allowed: true })
  expect(window.take('a', 500)).toEqual({ allowed: false, retryAfterSeconds: 1 })
})

test('a refused call does not push the next allowed one further away', () => {
  const window = createRateWindow({ ...limits, max: 1 })
  window.take('a', 0)
  for (let atMs = 100; atMs < 1_000; atMs += 100) expect(window.take('a', atMs).allowed).toBe(false)
  expect(window.take('a', 1_000).allowed).toBe(true)
})

test('twenty calls spread over a second are not all let through', () => {
  const window = createRateWindow(limits)
  const verdicts = Array.from({ length: 20 }, (_, call) => window.take('a', call * 50).allowed)
  expect(verdicts.filter(Boolean)).toHaveLength(10)
})

test('one key does not count against another', () => {
  const window = createRateWindow({ ...limits, max: 1 })
  expect(window.take('a', 0).allowed).toBe(true)
  expect(window.take('b', 0).allowed).toBe(true)
})

test('more keys than it may remember push out the one that was quiet longest', () => {
  const window = createRateWindow({ max: 1, windowMs: 1_000, maxKeys: 2 })
  window.take('a', 0)
  window.take('b', 1)
  window.take('c', 2)
  expect(window.take('b', 3).allowed).toBe(false)
  expect(window.take('a', 4).allowed).toBe(true)
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { moreToDo, startLoop } from '@/lib/worker/loop'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const gate = () => Promise.withResolvers<void>()

test('the work begins at once and is repeated after each pause', async () => {
  const work = vi.fn(async () => undefined)
  const loop = startLoop({ everyMs: 1_000, work, onError: vi.fn() })
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(work).toHaveBeenCalledTimes(3)
  await loop.stop()
})

test('a round that left something to do is followed at once, until nothing is left', async () => {
  let left = 5
  const work = vi.fn(async () => {
    left -= 1
    return left > 0 ? moreToDo : null
  })
  const loop = startLoop({ everyMs: 1_000, work, onError: vi.fn() })
  await vi.advanceTimersByTimeAsync(10)
  expect(work).toHaveBeenCalledTimes(5)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(work).toHaveBeenCalledTimes(6)
  await loop.stop()
})

test('a round that takes long is never joined by a second one', async () => {
  const { promise, resolve } = gate()
  const work = vi.fn(() => promise)
  const loop = startLoop({ everyMs: 1_000, work, onError: vi.fn() })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(work).toHaveBeenCalledTimes(1)
  resolve()
  await loop.stop()
})

test('an error ends one round, not the loop', async () => {
  const onError = vi.fn()
  const work = vi.fn(async () => {
    throw new Error('broken')
  })
  const loop = startLoop({ everyMs: 1_000, work, onError })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(work).toHaveBeenCalledTimes(2)
  expect(onError).toHaveBeenCalledTimes(2)
  await loop.stop()
})

test('stopping waits for the round under way and begins no other', async () => {
  const { promise, resolve } = gate()
  const work = vi.fn(() => promise)
  const loop = startLoop({ everyMs: 1_000, work, onError: vi.fn() })
  let stopped = false
  const stopping = loop.stop().then(() => {
    stopped = true
  })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stopped).toBe(false)
  resolve()
  await stopping
  await vi.advanceTimersByTimeAsync(5_000)
  expect(work).toHaveBeenCalledTimes(1)
})

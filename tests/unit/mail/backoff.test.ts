import { expect, test } from 'vitest'
import { retryDelayMs } from '@/lib/mail/backoff'

test('a mail is tried again ever later, and given up after about two days', () => {
  const delays: number[] = []
  for (let tries = 1; ; tries += 1) {
    const delayMs = retryDelayMs(tries)
    if (delayMs === null) break
    delays.push(delayMs)
  }
  expect(delays[0]).toBe(10_000)
  expect(delays).toEqual([...delays].sort((left, right) => left - right))
  const totalHours = delays.reduce((sum, delayMs) => sum + delayMs, 0) / 3_600_000
  expect(totalHours).toBeGreaterThan(44)
  expect(totalHours).toBeLessThan(52)
})

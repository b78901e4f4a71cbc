import { expect, test } from 'vitest'
import { exactText, relativeText } from '@/lib/shared/relative-time'

const now = new Date('2026-11-20T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

test.each([
  [0, 'just now'],
  [42, '42 s ago'],
  [-42, 'in 42 s'],
  [150, '2 min ago'],
  [7_300, '2 h ago'],
  [3 * 86_400, '3 d ago'],
  [8 * 86_400, '12 Nov 2026'],
])('%s seconds ago reads “%s”', (seconds, text) => {
  expect(relativeText(ago(seconds), now, 'UTC')).toBe(text)
})

test('the exact moment is the shop’s own wall clock, with its zone', () => {
  expect(exactText(now, 'America/New_York')).toBe('20 Nov 2026, 07:00:00 GMT-5')
  expect(exactText(now, 'UTC')).toBe('20 Nov 2026, 12:00:00 UTC')
})

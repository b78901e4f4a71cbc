import { expect, it } from 'vitest'
import { fromWallTime } from '@/lib/shared/wall-time'

it.each([
  ['2026-11-21T14:05', 'UTC', '2026-11-21T14:05:00.000Z'],
  ['2026-11-21T14:05', 'Europe/Berlin', '2026-11-21T13:05:00.000Z'],
  ['2026-07-01T00:30', 'Europe/Berlin', '2026-06-30T22:30:00.000Z'],
  ['2026-11-20T20:00', 'America/Los_Angeles', '2026-11-21T04:00:00.000Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
])('%s in %s is %s', (text, timeZone, iso) => {
  expect(fromWallTime(text, timeZone)?.toISOString()).toBe(iso)
})

it.each(['', '2026-11-21', '2026-13-01T00:00', '2026-02-30T10:00', 'soon', '2026-03-29T02:30'])(
  '“%s” is no time of a clock in Berlin',
  (text) => {
    expect(fromWallTime(text, 'Europe/Berlin')).toBeNull()
  },
)

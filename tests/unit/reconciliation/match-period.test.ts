import { describe, expect, it } from 'vitest'
import { readPeriod } from '@/lib/reconciliation/model'

const now = new Date('2026-11-20T23:30:00Z')

describe('the days of a money match', () => {
  it('are the last seven of the shop’s own calendar, whole', () => {
    expect(readPeriod({}, now, 'Europe/Rome')).toEqual({
      fromDay: '2026-11-15',
      toDay: '2026-11-21',
      from: new Date('2026-11-14T23:00:00Z'),
      to: new Date('2026-11-21T22:59:59.999Z'),
      isCut: false,
    })
  })

  it('are those that were asked for, also over a change of clocks', () => {
    const { from, to } = readPeriod({ from: '2026-03-28', to: '2026-03-29' }, now, 'Europe/Rome')
    expect([from, to].map((moment) => moment.toISOString())).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-29T21:59:59.999Z',
    ])
  })

  it('begin an hour later where midnight does not exist', () => {
    const { from } = readPeriod({ from: '2026-09-06', to: '2026-09-07' }, now, 'America/Santiago')
    expect(from.toISOString()).toBe('2026-09-06T04:00:00.000Z')
  })

  it('are at most 92, the last of those asked for', () => {
    const asked = { from: '2026-01-01', to: '2026-11-20' }
    expect(readPeriod(asked, now, 'UTC')).toMatchObject({ fromDay: '2026-08-21', toDay: '2026-11-20', isCut: true })
    expect(readPeriod({ ...asked, from: '2026-08-21' }, now, 'UTC').isCut).toBe(false)
  })

  it('are one day when they end before they begin', () => {
    expect(readPeriod({ from: '2026-11-10', to: '2026-11-09' }, now, 'UTC')).toMatchObject({
      fromDay: '2026-11-09',
      toDay: '2026-11-09',
    })
  })

  it.each([['2026-02-30'], ['yesterday'], [['2026-01-01']], ["2026-01-01'"], ['']])('ignore %j', (from) => {
    expect(readPeriod({ from, to: from }, now, 'UTC')).toMatchObject({ fromDay: '2026-11-14', toDay: '2026-11-20' })
  })
})

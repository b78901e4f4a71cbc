import { describe, expect, it } from 'vitest'
import { duePeriods, type Evidence, type Standing } from '@/lib/subscriptions/due-periods'
import { eventTable } from '@/lib/subscriptions/event-table'

const moment = (text: string) => new Date(`${text}:00.000Z`)

const standing = (facts: Partial<Standing> = {}): Standing => ({
  state: 'active',
  interval: 'month',
  startedAt: moment('2026-01-31T10:00'),
  trialEndsAt: null,
  anchorAt: moment('2026-01-31T10:00'),
  currentPeriodStart: moment('2026-03-31T10:00'),
  currentPeriodEnd: moment('2026-04-30T10:00'),
  pausedAt: null,
  resumedAt: null,
  ...facts,
})

const evidence = (at: string, facts: Partial<Evidence> = {}): Evidence => ({
  at: moment(at),
  periodStart: null,
  source: 'webhook',
  providerPaymentId: null,
  currency: 'USD',
  grossMinor: 900,
  preTaxMinor: 900,
  taxMinor: null,
  feeMinor: null,
  netMinor: null,
  isRefunded: false,
  ...facts,
})

const known = (...texts: string[]) => texts.map((text) => moment(text))
const told = (...args: Parameters<typeof duePeriods>) =>
  duePeriods(...args).map(({ start, proof }) => [start.toISOString().slice(0, 10), proof])

const before = known('2026-01-31T10:00', '2026-02-28T10:00')
const soon = moment('2026-03-31T10:05')
const later = moment('2026-03-31T14:00')

describe('which intervals are due', () => {
  it.each([
    [
      'an event in the interval that just began',
      standing(),
      before,
      [evidence('2026-03-31T10:01')],
      soon,
      [['2026-03-31', 'evidence']],
    ],
    [
      'an event a little before it, by a clock that differs',
      standing(),
      before,
      [evidence('2026-03-31T09:55')],
      soon,
      [['2026-03-31', 'evidence']],
    ],
    [
      'the same twice',
      standing(),
      before,
      [evidence('2026-03-31T10:01'), evidence('2026-03-31T10:02')],
      soon,
      [['2026-03-31', 'evidence']],
    ],
    [
      'one that is written down',
      standing(),
      [...before, ...known('2026-03-31T10:00')],
      [evidence('2026-03-31T10:01')],
      later,
      [],
    ],
    ['nobody told, and it began just now', standing(), before, [], soon, []],
    ['nobody told for hours', standing(), before, [], later, [['2026-03-31', 'standing']]],
    ['nobody told, and it is past due', standing({ state: 'past_due' }), before, [], later, []],
    [
      'an old event again, while it is past due',
      standing({ state: 'past_due' }),
      before,
      [evidence('2026-03-31T12:00')],
      later,
      [],
    ],
    [
      'a late event of an earlier interval',
      standing({ state: 'past_due' }),
      known('2026-01-31T10:00'),
      [evidence('2026-02-28T10:01')],
      later,
      [['2026-02-28', 'evidence']],
    ],
    ['an invoice of nothing', standing(), before, [evidence('2026-03-31T10:01', { grossMinor: 0 })], soon, []],
    [
      'an interval of which nobody ever told',
      standing(),
      known('2026-01-31T10:00'),
      [],
      later,
      [
        ['2026-02-28', 'unproven'],
        ['2026-03-31', 'standing'],
      ],
    ],
    [
      'one that lay in a pause',
      standing({ pausedAt: moment('2026-02-10T00:00'), resumedAt: moment('2026-03-20T00:00') }),
      known('2026-01-31T10:00'),
      [],
      later,
      [['2026-03-31', 'standing']],
    ],
    [
      'a charge in the provider’s books',
      standing(),
      before,
      [evidence('2026-03-31T10:01'), evidence('2026-03-31T10:00', { source: 'api', providerPaymentId: '66bb' })],
      soon,
      [['2026-03-31', 'evidence']],
    ],
    [
      'an event that names its interval',
      standing(),
      before,
      [evidence('2026-04-02T10:00', { periodStart: moment('2026-03-31T10:00') })],
      soon,
      [['2026-03-31', 'evidence']],
    ],
  ] as const)('%s', (_name, stands, starts, evidences, at, expected) => {
    expect(told(stands, starts, evidences, at)).toEqual(expected)
  })

  it('the books tell more than an event', () => {
    const books = evidence('2026-03-31T10:00', { source: 'api', providerPaymentId: '66bb' })
    const [due] = duePeriods(standing(), before, [evidence('2026-03-31T10:01'), books], soon)
    expect(due?.evidence).toBe(books)
  })

  it('a first interval that is active is paid at once, one after a trial only after some hours', () => {
    const first = { currentPeriodStart: moment('2026-01-31T10:00'), currentPeriodEnd: moment('2026-02-28T10:00') }
    const at = moment('2026-01-31T10:01')
    expect(told(standing(first), [], [], at)).toEqual([['2026-01-31', 'standing']])
    const afterTrial = standing({
      ...first,
      startedAt: moment('2026-01-01T10:00'),
      trialEndsAt: moment('2026-01-31T10:00'),
    })
    expect(told(afterTrial, known('2026-01-01T10:00'), [], at)).toEqual([])
    expect(told(afterTrial, known('2026-01-01T10:00'), [], moment('2026-01-31T14:00'))).toEqual([
      ['2026-01-31', 'standing'],
    ])
  })

  it('in whatever order the events came, the same intervals are due', () => {
    const events = [evidence('2026-02-28T10:01'), evidence('2026-03-31T10:01'), evidence('2026-03-31T10:01')]
    const one = told(standing(), known('2026-01-31T10:00'), events, later)
    expect(told(standing(), known('2026-01-31T10:00'), [...events].reverse(), later)).toEqual(one)
    expect(one).toEqual([
      ['2026-02-28', 'evidence'],
      ['2026-03-31', 'evidence'],
    ])
  })
})

it('only a paid invoice stands for money, and only what is announced is not looked into', () => {
  const changes = Object.entries(eventTable)
  expect(changes.filter(([, { tellsOfMoney }]) => tellsOfMoney).map(([change]) => change)).toEqual(['paid'])
  expect(changes.filter(([, { asks }]) => !asks).map(([change]) => change)).toEqual(['announced'])
})

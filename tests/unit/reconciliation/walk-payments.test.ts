import { expect, it } from 'vitest'
import type { PaymentPage, PaymentQuery, ProviderPayment } from '@/lib/payments/contract/payments'
import { walkPayments } from '@/lib/reconciliation/walk-payments'
import { err, ok } from '@/lib/shared/result'

const startMs = Date.parse('2026-11-20T12:00:00.000Z')
const from = new Date(startMs)

const payment = (index: number, atMs = startMs + index * 1_000): ProviderPayment => ({
  providerOrderId: `po_${index}`,
  sessionId: null,
  providerProductId: null,
  mode: 'test',
  currency: 'USD',
  grossMinor: 100,
  preTaxMinor: 100,
  taxMinor: 0,
  feeMinor: null,
  netMinor: null,
  buyerEmail: null,
  orderNumber: null,
  nonce: null,
  isRefunded: false,
  isDisputed: false,
  createdAt: new Date(atMs),
})

const many = (count: number) => Array.from({ length: count }, (_, index) => payment(index))

type Bend = {
  pageSize?: number
  /** What the provider takes the end of the time for; null = it takes no notice. */
  endOf?: (to: Date) => Date | null
  /** Does something to the list before a question is answered. */
  before?: (asked: number, list: ProviderPayment[]) => void
  bend?: (page: PaymentPage) => PaymentPage
  sort?: (list: ProviderPayment[]) => ProviderPayment[]
}

const newestFirst = (list: ProviderPayment[]) =>
  list.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))

/** A provider's list of payments, and what walking it found, in how many questions. */
async function walk(list: ProviderPayment[], options: Bend = {}) {
  const { pageSize = 20, endOf = (to) => to, before, bend = (page) => page, sort = newestFirst } = options
  const visited: string[] = []
  let asked = 0
  const ask = async ({ to, page }: PaymentQuery) => {
    asked += 1
    before?.(asked, list)
    const end = to && endOf(to)
    const matching = sort(list).filter(({ createdAt }) => !end || (createdAt && createdAt <= end))
    const entries = matching.slice((page - 1) * pageSize, page * pageSize)
    const hasMore = page * pageSize < matching.length
    return ok(bend({ payments: entries, entryCount: entries.length, totalCount: matching.length, hasMore }))
  }
  const visit = async (payments: ProviderPayment[]) => void visited.push(...payments.map((one) => one.providerOrderId))
  const walked = await walkPayments({ from, ask, visit })
  return { walked, asked, found: visited.length, distinct: new Set(visited).size }
}

it('an empty list takes one question, a short one too', async () => {
  expect(await walk([])).toMatchObject({ walked: ok(0), asked: 1 })
  expect(await walk(many(20))).toMatchObject({ walked: ok(20), asked: 1, found: 20 })
})

it('a thousand payments on pages of twenty: each once, in fewer than sixty questions', async () => {
  const { asked, ...rest } = await walk(many(1_000))
  expect(rest).toMatchObject({ walked: ok(1_000), found: 1_000, distinct: 1_000 })
  expect(asked).toBeLessThan(60)
})

it.each([
  ['new ones come all the time', (asked: number, list: ProviderPayment[]) => list.push(payment(1_000 + asked))],
  [
    'five hundred come at once',
    (asked: number, list: ProviderPayment[]) => {
      if (asked === 3) list.push(...Array.from({ length: 500 }, (_, index) => payment(2_000 + index)))
    },
  ],
  [
    'newer ones are taken away',
    (asked: number, list: ProviderPayment[]) => {
      if (asked % 3 === 0) list.splice(list.length - 5, 5)
    },
  ],
])('skips none of those that were there while %s', async (_, before) => {
  const old = many(150)
  const seen: string[] = []
  const list = [...old, ...Array.from({ length: 150 }, (_one, index) => payment(150 + index))]
  const ask = async ({ to, page }: PaymentQuery) => {
    seen.push('')
    before(seen.length, list)
    const matching = newestFirst(list).filter(({ createdAt }) => !to || (createdAt && createdAt <= to))
    const payments = matching.slice((page - 1) * 20, page * 20)
    return ok({
      payments,
      entryCount: payments.length,
      totalCount: matching.length,
      hasMore: page * 20 < matching.length,
    })
  }
  const visited = new Set<string>()
  await walkPayments({
    from,
    ask,
    visit: async (payments) => {
      for (const one of payments) visited.add(one.providerOrderId)
    },
  })
  expect(old.filter((one) => !visited.has(one.providerOrderId))).toEqual([])
})

it.each([
  ['leaves out the end of the time', { endOf: (to: Date) => new Date(to.getTime() - 1) }],
  ['takes no notice of it', { endOf: () => null }],
  ['takes it for the beginning of its day', { endOf: (to: Date) => new Date(to.toISOString().slice(0, 10)) }],
  ['sorts the oldest first', { sort: (list: ProviderPayment[]) => newestFirst(list).toReversed() }],
  ['tells no total', { bend: (page: PaymentPage) => ({ ...page, totalCount: null, hasMore: page.entryCount > 0 }) }],
  ['says too early that there is no more', { bend: (page: PaymentPage) => ({ ...page, hasMore: false }) }],
  [
    'lists each twice',
    {
      bend: (page: PaymentPage) => ({
        ...page,
        entryCount: page.entryCount * 2,
        totalCount: (page.totalCount ?? 0) * 2,
      }),
    },
  ],
])('P26: finds all of a provider that %s', async (_, options: Bend) => {
  expect(await walk(many(110), options)).toMatchObject({ walked: ok(110), found: 110, distinct: 110 })
})

it('finds all when more than a page came in the same millisecond, or without a date', async () => {
  const sameMoment = Array.from({ length: 70 }, (_, index) => payment(index, startMs))
  expect(await walk([...sameMoment, payment(70)])).toMatchObject({ walked: ok(71), found: 71 })
  const undated = many(70).map((one) => ({ ...one, createdAt: null }))
  expect(await walk(undated)).toMatchObject({ walked: ok(70), found: 70 })
})

it('passes on why the list could not be read to its end', async () => {
  const failure = { code: 'timeout' as const, detail: 'No whole answer came in time.' }
  let asked = 0
  const ask = async () => {
    asked += 1
    if (asked === 2) return err(failure)
    return ok({ payments: many(20).toReversed(), entryCount: 20, totalCount: 40, hasMore: true })
  }
  expect(await walkPayments({ from, ask, visit: async () => undefined })).toEqual(err(failure))
})

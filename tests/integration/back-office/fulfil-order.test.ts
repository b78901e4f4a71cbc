import { expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { fulfilOrder } from '@/lib/orders/fulfil-order'
import { makeOrder, testNow } from '@/tests/support/factories'
import { makeMerchant } from '@/tests/support/merchants'

const clock = { now: () => testNow }

test('marking as fulfilled sends every line, once, and says who did it', async () => {
  const merchant = await makeMerchant()
  const { orderId } = await makeOrder({ status: 'paid', lines: [{}, { kind: 'digital' }] })
  const results = await Promise.all(
    Array.from({ length: 5 }, () => fulfilOrder({ orderId, merchantId: merchant.id, clock })),
  )
  expect(results.filter((result) => result.ok && result.value.changed)).toHaveLength(1)
  expect(results.every((result) => result.ok)).toBe(true)
  const order = await prisma().order.findUniqueOrThrow({ where: { id: orderId }, include: { lines: true } })
  expect(order.fulfilment).toBe('fulfilled')
  expect(order.lines.map((line) => line.fulfilledAt)).toEqual([testNow, testNow])
  const story = await prisma().timelineEntry.findMany({ where: { orderId, kind: 'fulfilled' } })
  expect(story).toMatchObject([{ actor: 'merchant', merchantId: merchant.id, at: testNow }])
})

test.each(['awaiting_payment', 'cancelled', 'needs_review', 'refunded'] as const)(
  'an order that is %s is not fulfilled',
  async (status) => {
    const merchant = await makeMerchant()
    const { orderId } = await makeOrder({ status })
    const result = await fulfilOrder({ orderId, merchantId: merchant.id, clock })
    expect(result).toEqual({ ok: false, error: { code: 'not_paid', status } })
  },
)

test('an order that is not there is said so', async () => {
  expect(await fulfilOrder({ orderId: 2_000_000_000, merchantId: 1, clock })).toEqual({
    ok: false,
    error: { code: 'unknown_order' },
  })
})

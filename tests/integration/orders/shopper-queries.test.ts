import { describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { findPublicStatus, findShopperOrder } from '@/lib/orders/shopper-queries'
import { newToken } from '@/lib/shared/token'
import { makeOrder, makeOrderToken, testNow } from '@/tests/support/factories'
import { makeAttempt, makePayment } from '@/tests/support/payment-factories'

const clock = { now: () => testNow }
const url = 'https://store.pocketsflow.example/checkout/cs_1'

describe('an order behind its link', () => {
  test('T04: shows status, lines and totals, and of the person only a masked e-mail', async () => {
    const { token, number } = await makeOrder({ email: 'ada@example.com' })
    const order = await findShopperOrder(token, newToken(), clock)
    expect(order).toMatchObject({ number: String(number), totalMinor: 2_400, maskedEmail: 'a…@example.com' })
    expect(order).toMatchObject({ contact: null, paymentUrl: null })
    expect(JSON.stringify(order)).not.toMatch(/ada@|Harbour/)
  })

  test('shows everything to the browser that checked out', async () => {
    const { token, buyerToken, orderId } = await makeOrder()
    await makeAttempt(orderId, { url })
    expect(await findShopperOrder(token, buyerToken, clock)).toMatchObject({
      contact: { name: 'Ada Lovelace', address: { city: 'Bristol' } },
      paymentUrl: url,
    })
  })

  test('shows everything to a mailed link', async () => {
    const { orderId } = await makeOrder()
    const token = await makeOrderToken(orderId, { purpose: 'mail' })
    expect(await findShopperOrder(token, null, clock)).toMatchObject({ contact: { name: 'Ada Lovelace' } })
  })

  test('keeps showing through every link that it has', async () => {
    const { orderId, token, number } = await makeOrder()
    const second = await makeOrderToken(orderId)
    for (const link of [token, second]) {
      expect(await findShopperOrder(link, null, clock)).toMatchObject({ number: String(number) })
    }
  })

  test.each([
    ['an order that is paid', { status: 'paid' as const }],
    ['an expired one', { status: 'expired' as const }],
    ['one whose things went back to the shelf', { stockState: 'released' as const }],
    ['one whose time is over', { placedAt: new Date(testNow.getTime() - 2 * 86_400_000) }],
  ])('offers no payment page for %s', async (_case, facts) => {
    const { orderId, token, buyerToken } = await makeOrder(facts)
    await makeAttempt(orderId, { url })
    expect(await findShopperOrder(token, buyerToken, clock)).toMatchObject({ paymentUrl: null })
  })

  test('counts what was paid for it, and not what was paid twice', async () => {
    const { orderId, token } = await makeOrder({ status: 'paid' })
    await makePayment(orderId, { grossMinor: 2_640, taxMinor: 240 })
    await makePayment(orderId, { grossMinor: 2_640, taxMinor: 240, verdict: 'duplicate' })
    expect(await findShopperOrder(token, null, clock)).toMatchObject({ grossMinor: 2_640, taxMinor: 240 })
  })

  test('stores no token as it is', async () => {
    const { orderId, token } = await makeOrder()
    const stored = await prisma().orderToken.findFirstOrThrow({ where: { orderId } })
    expect(Buffer.from(stored.tokenHash).toString('utf8')).not.toContain(token)
    expect(stored.tokenHash).toHaveLength(32)
  })
})

describe('a token that shows nothing', () => {
  test.each(['', 'short', '../../etc/passwd', '%00', 'A'.repeat(10_000), "' or 1=1 --", newToken()])(
    'T14: is null: %.30j',
    async (token) => {
      expect(await findShopperOrder(token, null, clock)).toBeNull()
      expect(await findPublicStatus(token, clock)).toBeNull()
    },
  )

  test('is also one whose time is over', async () => {
    const { orderId } = await makeOrder()
    const token = await makeOrderToken(orderId, { expiresAt: testNow })
    expect(await findShopperOrder(token, null, clock)).toBeNull()
    expect(await findPublicStatus(token, clock)).toBeNull()
  })
})

import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type OrderFilter, ordersPerPage, orderTabs } from '@/lib/back-office/model'
import { prisma } from '@/lib/db'
import { findEventBody, findOrderDetail } from '@/lib/orders/merchant-order'
import { countOrders, listOrders } from '@/lib/orders/merchant-queries'
import { makeOrder } from '@/tests/support/factories'
import { makeSignIn } from '@/tests/support/merchants'
import { browseWith } from '@/tests/support/next-request'
import { makeAttempt, makePayment } from '@/tests/support/payment-factories'

vi.mock('next/headers', async () => (await import('@/tests/support/next-request')).nextHeaders)
vi.mock('next/server', async () => (await import('@/tests/support/next-request')).nextServer)

const search = (text: string, more: Partial<OrderFilter> = {}) =>
  listOrders({ tab: null, search: text, olderThan: null, newerThan: null, ...more })
const list = (more: Partial<OrderFilter>) => search('', more)

beforeAll(async () => {
  browseWith((await makeSignIn()).cookies)
})

describe('searching orders', () => {
  test('finds by number, by e-mail in any case, and by each of the provider’s ids', async () => {
    const order = await makeOrder({ email: 'grace.hopper@example.com' })
    const attempt = await makeAttempt(order.orderId)
    await prisma().attempt.update({ where: { id: attempt.id }, data: { providerProductId: 'prod_77' } })
    const payment = await makePayment(order.orderId)
    const texts = [
      `${order.number}`,
      `#${order.number}`,
      'Grace.Hopper@Example.com',
      attempt.providerSessionId ?? '',
      'prod_77',
      payment.providerOrderId,
    ]
    for (const text of texts) {
      const page = await search(text)
      expect(
        page.rows.map((row) => row.id),
        text,
      ).toEqual([order.orderId])
      expect(page.match).toBe('exact')
    }
  })

  test('falls back to e-mails that begin so, only when nothing is exact', async () => {
    const short = await makeOrder({ email: 'bo@example.co' })
    const long = await makeOrder({ email: 'bo@example.com' })
    expect((await search('bo@example.co')).rows.map((row) => row.id)).toEqual([short.orderId])
    const begins = await search('BO@')
    expect(begins.match).toBe('begins')
    expect(begins.rows.map((row) => row.id)).toEqual([long.orderId, short.orderId])
  })

  test.each(['%', '_', '\\', "'", '"; drop table orders; --', '%%%@', '\\%', 'x'.repeat(10_000), 'a\0b', '{{}}'])(
    'takes “%.20s” as plain text',
    async (text) => {
      expect((await search(text)).rows).toEqual([])
    },
  )

  test('stays within the chosen status', async () => {
    const order = await makeOrder({ status: 'cancelled', email: 'tab@example.com' })
    expect((await search('tab@example.com', { tab: 'cancelled' })).rows).toHaveLength(1)
    expect((await search(`${order.number}`, { tab: 'paid' })).rows).toEqual([])
  })
})

describe('the order list', () => {
  test('tells each order’s facts and flags', async () => {
    const { orderId, number } = await makeOrder({
      status: 'paid',
      paidLate: true,
      paidTwice: true,
      refundDueMinor: 500,
      lines: [{ quantity: 2, productName: 'Travel tin' }, { quantity: 3 }],
    })
    const [row] = (await search(`${number}`)).rows
    expect(row).toMatchObject({
      id: orderId,
      status: 'paid',
      itemCount: 5,
      firstItem: 'Travel tin',
      totalMinor: 6_000,
      paidLate: true,
      paidTwice: true,
      disputed: false,
      refundDueMinor: 500,
    })
    expect(row?.paidAt).toBeInstanceOf(Date)
  })

  test('holds to fulfil what is paid and not all sent', async () => {
    const before = await countOrders()
    const paid = await makeOrder({ status: 'paid' })
    const partly = await makeOrder({ status: 'partially_refunded', fulfilment: 'partly_fulfilled' })
    await makeOrder({ status: 'paid', fulfilment: 'fulfilled' })
    await makeOrder({ status: 'refunded', paidAt: new Date() })
    await makeOrder()
    const toFulfil = (await list({ tab: 'to_fulfil' })).rows.map((row) => row.id)
    expect(toFulfil.slice(0, 2)).toEqual([partly.orderId, paid.orderId])
    const after = await countOrders()
    expect(Object.keys(after).sort()).toEqual([...orderTabs].sort())
    expect(after.to_fulfil - before.to_fulfil).toBe(2)
    expect(after.paid - before.paid).toBe(2)
    expect(after.awaiting_payment - before.awaiting_payment).toBe(1)
  })

  test('is paged by id both ways: nothing twice, nothing left out, though orders come in meanwhile', async () => {
    const made: number[] = []
    for (let index = 0; index < ordersPerPage * 2 + 7; index += 1) {
      made.unshift((await makeOrder({ status: 'expired', stockState: 'released' })).orderId)
    }
    const first = await list({ tab: 'expired' })
    expect(first.newerThan).toBeNull()
    await makeOrder({ status: 'expired', stockState: 'released' })
    const second = await list({ tab: 'expired', olderThan: first.olderThan })
    const third = await list({ tab: 'expired', olderThan: second.olderThan })
    const seen = [...first.rows, ...second.rows, ...third.rows].map((row) => row.id)
    expect(seen).toEqual(made)
    expect(third.olderThan).toBeNull()
    const back = await list({ tab: 'expired', newerThan: third.newerThan })
    expect(back.rows.map((row) => row.id)).toEqual(second.rows.map((row) => row.id))
    const top = await list({ tab: 'expired', newerThan: back.newerThan })
    expect(top.rows.map((row) => row.id)).toEqual(first.rows.map((row) => row.id))
    const newest = await list({ tab: 'expired', newerThan: top.newerThan })
    expect(newest.newerThan).toBeNull()
    expect(newest.rows).toHaveLength(ordersPerPage)
  })
})

describe('an order’s page', () => {
  test('tells its story with each figure’s source, and shows bodies as text', async () => {
    const order = await makeOrder({ status: 'paid' })
    await makeAttempt(order.orderId)
    await makePayment(order.orderId, { taxMinor: null })
    const body = Buffer.from(`<script>alert(1)</script>${'x'.repeat(9_000)}\u{1F5DD}`)
    const event = await prisma().webhookEvent.create({
      data: {
        provider: 'pocketsflow',
        mode: 'test',
        receivedAt: new Date(),
        rawBody: Uint8Array.from(body),
        bodyHash: Uint8Array.from(randomBytes(32)),
        headers: { 'x-pocketsflow-event': 'order.completed' },
        orderId: order.orderId,
        tookMs: 12,
      },
    })
    const detail = await findOrderDetail(`${order.number}`)
    expect(detail?.payments[0]?.figures).toEqual([
      { name: 'gross', figure: { amountMinor: 2_400, from: 'api' } },
      { name: 'tax', figure: { amountMinor: null, from: null } },
      { name: 'fee', figure: { amountMinor: null, from: null } },
      { name: 'net', figure: { amountMinor: null, from: null } },
    ])
    expect(detail?.events[0]).toMatchObject({ isCut: true, bodyBytes: body.length, tookMs: 12 })
    expect(detail?.events[0]?.body).toHaveLength(8_000)
    expect(Buffer.from((await findEventBody(`${order.number}`, `${event.id}`)) ?? [])).toEqual(body)
    const other = await makeOrder()
    expect(await findEventBody(`${other.number}`, `${event.id}`)).toBeNull()
  })

  test.each(['0', '-1', '1e3', '99999999999', 'abc', "1' or '1'='1", '1001/../1002'])(
    'is not found for “%s”',
    async (text) => {
      expect(await findOrderDetail(text)).toBeNull()
    },
  )
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { sendAlerts } from '@/lib/rescue/send-alerts'
import { makeOrder } from '@/tests/support/factories'
import { startMailServer } from '@/tests/support/mail-server'
import { makeMerchant } from '@/tests/support/merchants'
import { makePayment } from '@/tests/support/payment-factories'
import { handClock } from '@/tests/support/shop-side'

const minuteMs = 60_000

let server: Awaited<ReturnType<typeof startMailServer>>
let clock: ReturnType<typeof handClock>

beforeEach(async () => {
  server = await startMailServer()
  clock = handClock()
  await prisma().payment.deleteMany()
  await prisma().order.updateMany({ where: { status: 'needs_review' }, data: { status: 'refunded' } })
  await prisma().alertNotice.deleteMany()
  await prisma().sharedPacing.deleteMany()
  await prisma().merchant.deleteMany()
  await makeMerchant({ email: 'mara@shop.test' })
})
afterEach(() => server.stop())

const send = (outgoing = server.outgoing) => sendAlerts({ clock }, outgoing)
const bodies = () => server.received.map(({ mail }) => mail.text ?? '')

async function differing(grossMinor: number) {
  const order = await makeOrder({ status: 'needs_review' })
  return { ...order, ...(await makePayment(order.orderId, { verdict: 'mismatch', grossMinor })) }
}

describe('alerts to the merchants', () => {
  test('tell all that is new in one mail to each, and nothing while all is well', async () => {
    expect(await send()).toBe(0)
    await makeMerchant({ email: 'nils@shop.test' })
    const [one, other] = [await differing(1_100), await differing(9_900)]
    expect(await send()).toBe(2)
    expect(server.received.map(({ to }) => to).sort()).toEqual([['mara@shop.test'], ['nils@shop.test']])
    expect(server.received[0]?.mail.subject).toBe('Pocketshop: 2 things need you')
    const [body = ''] = bodies()
    expect(body).toMatch(new RegExp(`order ${other.number}, \\$99\\.00[\\s\\S]*order ${one.number}, \\$11\\.00`))
    expect(body).toMatch(/2 things need you in all: .*\/admin\/rescue/)
  })

  test('come at most once an hour, bundled, and tell each thing once', async () => {
    await differing(1_100)
    expect(await send()).toBe(1)
    await differing(2_200)
    await differing(3_300)
    clock.forwardMs(59 * minuteMs)
    expect(await send()).toBe(0)
    clock.forwardMs(minuteMs)
    expect((await Promise.all([send(), send(), send()])).toSorted()).toEqual([0, 0, 1])
    clock.forwardMs(120 * minuteMs)
    expect(await send()).toBe(0)
    expect(bodies()).toHaveLength(2)
    expect(bodies()[1]).toMatch(/^2 things need you since[\s\S]*3 things need you in all/)
    expect(bodies()[1]).not.toContain('$11.00')
  })

  test('come again for what was over and begins anew', async () => {
    const { id } = await differing(1_100)
    await send()
    await prisma().payment.update({ where: { id }, data: { refundedMinor: 1_100 } })
    await prisma().order.updateMany({ where: { status: 'needs_review' }, data: { status: 'refunded' } })
    await send()
    expect(await prisma().alertNotice.count()).toBe(0)
    await prisma().payment.update({ where: { id }, data: { refundedMinor: 0 } })
    clock.forwardMs(60 * minuteMs)
    expect(await send()).toBe(1)
  })

  test('are tried again minutes later when the mail server is down, and wait while there is none', async () => {
    await differing(1_100)
    expect(await sendAlerts({ clock }, null)).toBe(0)
    expect(await send({ smtpUrl: 'smtp://127.0.0.1:9', from: 'Pocketshop <shop@example.com>' })).toBe(0)
    expect(await send()).toBe(0)
    clock.forwardMs(5 * minuteMs)
    expect(await send()).toBe(1)
  })
})

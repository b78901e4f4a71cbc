import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db'
import { findOrderDetail } from '@/lib/orders/merchant-order'
import { findRefundPanel } from '@/lib/refunds/merchant-queries'
import { listRescue } from '@/lib/rescue/list-rescue'
import { clearBooks } from '@/tests/support/books'
import { makeOrder } from '@/tests/support/factories'
import { makeSignIn } from '@/tests/support/merchants'
import { browseWith } from '@/tests/support/next-request'
import { makePayment } from '@/tests/support/payment-factories'
import { handClock } from '@/tests/support/shop-side'

vi.mock('next/headers', async () => (await import('@/tests/support/next-request')).nextHeaders)
vi.mock('next/server', async () => (await import('@/tests/support/next-request')).nextServer)

beforeAll(async () => browseWith((await makeSignIn()).cookies))
beforeEach(() => clearBooks())

const inDashboard = /Fungies.*dashboard/i

async function paidWithFungies(verdict: 'settles' | 'duplicate' | 'unmatched') {
  const order = await makeOrder({ status: 'paid' })
  const { id } = await makePayment(order.orderId, { verdict })
  const orderId = verdict === 'unmatched' ? null : order.orderId
  const payment = await prisma().payment.update({ where: { id }, data: { provider: 'fungies', orderId } })
  return { ...order, payment }
}

const itemOf = async (providerOrderId: string) =>
  (await listRescue(handClock())).find(({ subject }) => subject.includes(providerOrderId))

it('an order paid where refunds are made in the dashboard says so instead of offering one', async () => {
  const { orderId } = await paidWithFungies('settles')
  expect((await findRefundPanel(orderId)).elsewhere).toMatch(inDashboard)
})

it('a second payment there is sent back there', async () => {
  const { orderId, number, payment } = await paidWithFungies('duplicate')
  expect((await findRefundPanel(orderId)).oneTooMany).toMatchObject([{ elsewhere: expect.stringMatching(inDashboard) }])
  expect(await itemOf(payment.providerOrderId)).toMatchObject({
    sentence: expect.stringMatching(inDashboard),
    action: { do: 'open', path: `/admin/orders/${number}#refunds` },
  })
})

it('money that nobody explains there is looked at among its payments', async () => {
  const { payment } = await paidWithFungies('unmatched')
  expect(await itemOf(payment.providerOrderId)).toMatchObject({
    action: { do: 'open', path: '/admin/money?provider=fungies' },
    attachable: payment.id,
  })
})

it('what a provider tells beside the figures stands at the order, links only to https', async () => {
  const { number, payment } = await paidWithFungies('settles')
  const providerDetails = [
    { label: 'Order', value: 'AB12' },
    { label: 'Invoice', value: 'INV-7', href: 'https://store.example/invoice/7' },
    { label: 'Odd', value: 'x', href: 'javascript:alert(1)' },
  ]
  await prisma().payment.update({ where: { id: payment.id }, data: { providerDetails } })
  const detail = await findOrderDetail(String(number))
  expect(detail?.payments[0]?.details).toEqual([
    providerDetails[0],
    providerDetails[1],
    { label: 'Odd', value: 'x', href: undefined },
  ])
})

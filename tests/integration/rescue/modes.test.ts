import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db'
import { clearBooks } from '@/tests/support/books'
import { makeOrder } from '@/tests/support/factories'
import { makePayment } from '@/tests/support/payment-factories'
import { handClock } from '@/tests/support/shop-side'

/** The shop as it starts with a key of that mode. */
async function subjectsWith(mode: 'test' | 'live'): Promise<string[]> {
  vi.resetModules()
  vi.stubEnv('POCKETSFLOW_API_KEY', `pk_${mode}_modes`)
  const { listRescue } = await import('@/lib/rescue/list-rescue')
  return (await listRescue(handClock())).filter(({ atRisk }) => atRisk !== null).map(({ subject }) => subject)
}

/** A payment that no order explains. */
async function stray(mode: 'test' | 'live'): Promise<string> {
  const { orderId } = await makeOrder()
  const { id } = await makePayment(orderId)
  const payment = await prisma().payment.update({ where: { id }, data: { mode, orderId: null, verdict: 'unmatched' } })
  return payment.providerOrderId
}

beforeEach(() => clearBooks())
afterEach(() => vi.unstubAllEnvs())

describe('tests and real money', () => {
  it('do not mix: a live shop shows nothing of its tests', async () => {
    await stray('test')
    const real = await stray('live')
    expect(await subjectsWith('live')).toEqual([`Payment ${real}`])
  })

  it('a shop that is tested never hides real money, and marks it', async () => {
    const tested = await stray('test')
    const real = await stray('live')
    expect((await subjectsWith('test')).toSorted()).toEqual(
      [`Payment ${tested}`, `Payment ${real} (live mode)`].toSorted(),
    )
  })
})

import { randomBytes } from 'node:crypto'
import { prisma } from '@/lib/db'
import { testNow } from './factories'

const unique = () => randomBytes(6).toString('hex')

/** A provider session of an order; open and live unless told otherwise. */
export function makeAttempt(orderId: number, facts: { url?: string; state?: 'open' | 'failed' | 'superseded' } = {}) {
  const { url = 'https://store.pocketsflow.example/checkout/cs_1', state = 'open' } = facts
  return prisma().attempt.create({
    data: {
      orderId,
      number: 1,
      provider: 'pocketsflow',
      mode: 'test',
      state,
      liveOrderId: state === 'open' ? orderId : null,
      nonce: unique(),
      detailsHash: Uint8Array.from(randomBytes(32)),
      expectedMinor: 2_400,
      currency: 'USD',
      providerSessionId: `cs_${unique()}`,
      url,
      createdAt: testNow,
      openedAt: testNow,
    },
  })
}

export type PaymentFacts = {
  grossMinor?: number
  taxMinor?: number | null
  verdict?: 'settles' | 'late' | 'duplicate' | 'mismatch' | 'unmatched'
  providerOrderId?: string
}

/** Money that came for an order. */
export function makePayment(orderId: number, facts: PaymentFacts = {}) {
  return prisma().payment.create({
    data: {
      orderId,
      provider: 'pocketsflow',
      mode: 'test',
      providerOrderId: facts.providerOrderId ?? unique(),
      verdict: facts.verdict ?? 'settles',
      currency: 'USD',
      grossMinor: facts.grossMinor ?? 2_400,
      taxMinor: facts.taxMinor === undefined ? 0 : facts.taxMinor,
      figuresFrom: { gross: 'api' },
      confirmedBy: 'webhook',
      recordedAt: testNow,
    },
  })
}

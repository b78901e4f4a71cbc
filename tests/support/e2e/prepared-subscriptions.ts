import { randomBytes } from 'node:crypto'
import { prisma } from '@/lib/db'
import type { SubscriptionState } from '@/lib/subscriptions/model'
import { makeOrderToken } from '../factories'
import { prepareOrder } from './prepared-orders'

const dayMs = 86_400_000
const after = (days: number) => new Date(Date.now() + days * dayMs)

type Facts = { cancelAtPeriodEnd?: boolean }

/** A subscription in a state that would take months to walk to, with the order it began with. */
export async function prepareSubscription(state: SubscriptionState, { cancelAtPeriodEnd = false }: Facts = {}) {
  const order = await prepareOrder('paid', { lines: [{ productName: 'Notebook post', unitPriceMinor: 900 }] })
  const subscription = await prisma().subscription.create({
    data: {
      orderId: order.orderId,
      provider: 'pocketsflow',
      mode: 'test',
      providerSubscriptionId: `prepared-${order.number}`,
      state,
      interval: 'month',
      priceMinor: 900,
      currency: 'USD',
      startedAt: after(-12),
      anchorAt: after(-12),
      trialEndsAt: state === 'trialing' ? after(2) : null,
      currentPeriodStart: after(-12),
      currentPeriodEnd: after(18),
      cancelAtPeriodEnd,
      endedAt: state === 'cancelled' ? after(-1) : null,
      portalUrl: 'https://app.pocketsflow.com/portal/1/2',
      events: { create: { at: after(-12), actor: 'provider', kind: 'started', text: 'Subscription 1 began.' } },
    },
  })
  await prisma().order.update({
    where: { id: order.orderId },
    data: { subscriptionId: subscription.id, periodStart: after(-12) },
  })
  const token = await makeOrderToken(order.orderId, { purpose: 'mail', expiresAt: after(30) })
  return { id: subscription.id, token, returnToken: order.token }
}

/** The order that a trial begins with: confirmed, with nothing paid for it. */
export async function prepareTrialOrder() {
  const line = { productName: 'Sound letter', optionsText: '30 days free, then $4.00 a month', unitPriceMinor: 0 }
  const order = await prepareOrder('paid', { lines: [{ ...line, trial: { days: 30, priceMinor: 400 } }] })
  await prisma().payment.deleteMany({ where: { orderId: order.orderId } })
  return order
}

/** A subscription at a provider that no order of this shop explains. */
export async function prepareUnmatched(): Promise<void> {
  const at = after(-2)
  await prisma().unmatchedSubscription.create({
    data: {
      provider: 'pocketsflow',
      mode: 'test',
      providerSubscriptionId: randomBytes(12).toString('hex'),
      state: 'active',
      buyerEmail: 'somebody-with-a-rather-long-address@example.com',
      startedAt: at,
      paidMinor: 900,
      currency: 'USD',
      firstSeenAt: at,
      lookedAt: at,
    },
  })
}

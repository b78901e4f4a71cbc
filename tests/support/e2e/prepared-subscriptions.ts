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

'use server'

import { notFound, redirect } from 'next/navigation'
import { systemClock } from '@/lib/clock'
import { readBuyerToken } from '@/lib/orders/buyer-cookie'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { cancelSubscription } from '@/lib/subscriptions/cancel-subscription'
import { findShopperSubscription } from '@/lib/subscriptions/shopper-queries'

export async function cancelSubscriptionAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const token = String(form.get('token') ?? '')
  const subscription = await findShopperSubscription(token, await readBuyerToken())
  if (!subscription) notFound()
  const back = (outcome: string) => redirect(`/subscriptions/${token}?outcome=${outcome}`)
  if (!subscription.isTheirs) back('not_yours')
  const input = { subscriptionId: subscription.id, actor: 'shopper', clock: systemClock } as const
  const result = await cancelSubscription(input)
  back(result.ok ? result.value.outcome : 'failed')
}

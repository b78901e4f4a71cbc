'use server'

import { redirect } from 'next/navigation'
import { requireMerchant } from '@/lib/auth/require-merchant'
import type { Notice } from '@/lib/back-office/model'
import { leaveNotice } from '@/lib/back-office/notice'
import { systemClock as clock } from '@/lib/clock'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { cancelSubscription } from '@/lib/subscriptions/cancel-subscription'
import { lookAtSubscription } from '@/lib/subscriptions/look-at-subscription'
import { cancelNotice, lookNotice, readSubscriptionId } from './outcome-notices'

async function backTo(id: number, notice: Notice): Promise<never> {
  redirect(await leaveNotice(`/admin/subscriptions/${id}`, notice))
}

export async function cancelSubscriptionAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const subscriptionId = readSubscriptionId(form)
  const result = await cancelSubscription({ subscriptionId, actor: 'merchant', merchantId: merchant.id, clock })
  await backTo(subscriptionId, cancelNotice(result))
}

export async function lookAtSubscriptionAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  await requireMerchant()
  const subscriptionId = readSubscriptionId(form)
  await backTo(subscriptionId, lookNotice(await lookAtSubscription({ subscriptionId, clock })))
}

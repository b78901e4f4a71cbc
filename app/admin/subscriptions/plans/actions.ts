'use server'

import { updateTag } from 'next/cache'
import { redirect } from 'next/navigation'
import { requireMerchant } from '@/lib/auth/require-merchant'
import type { Notice } from '@/lib/back-office/model'
import { leaveNotice } from '@/lib/back-office/notice'
import { log } from '@/lib/log'
import { activeMode } from '@/lib/payments/registry'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { savePlan } from '@/lib/subscriptions/save-plan'
import { planNotice, readPlanForm, unreadable } from './plan-form'

const back = async (notice: Notice) => redirect(await leaveNotice('/admin/subscriptions/plans', notice))

export async function savePlanAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const wish = readPlanForm(form)
  if (!wish) return back(unreadable)
  const result = await savePlan({ ...wish, mode: activeMode() })
  if (result.ok) {
    log().info({ merchantId: merchant.id, sku: wish.sku }, 'a plan was saved')
    updateTag('catalogue')
    updateTag(`product:${result.value.slug}`)
  }
  await back(planNotice(wish.sku, result))
}

'use server'

import { requireMerchant } from '@/lib/auth/require-merchant'
import { systemClock as clock } from '@/lib/clock'
import { requestRefund } from '@/lib/refunds/request-refund'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { backTo, readOrder, readReason } from './order-form'
import { readRefundForm } from './refund-form'
import { refundNotice, unreadableRefund } from './refund-notices'

export async function refundAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const order = await readOrder(form)
  const reason = await readReason(form, order)
  const asked = readRefundForm(form)
  if (!asked) return backTo(order, unreadableRefund)
  const result = await requestRefund({ orderId: order.id, merchantId: merchant.id, reason, clock, ...asked })
  await backTo(order, refundNotice(result, asked.currency))
}

'use server'

import { may } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { systemClock as clock } from '@/lib/clock'
import { cancelOrder } from '@/lib/orders/cancel-order'
import { fulfilOrder } from '@/lib/orders/fulfil-order'
import { recheckOrder } from '@/lib/reconciliation/recheck-order'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { markPaidByHand } from '@/lib/settlement/mark-paid'
import { backTo, readOrder, readReason } from './order-form'
import { cancelNotice, fulfilNotice, markPaidNotice, notAllowed, recheckNotice } from './outcome-notices'

export async function fulfilOrderAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const order = await readOrder(form)
  const result = await fulfilOrder({ orderId: order.id, merchantId: merchant.id, clock })
  await backTo(order, fulfilNotice(result))
}

export async function recheckOrderAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const order = await readOrder(form)
  const result = await recheckOrder({ orderId: order.id, actor: 'merchant', merchantId: merchant.id, clock })
  await backTo(order, recheckNotice(result, order.status))
}

export async function cancelOrderAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const order = await readOrder(form)
  const reason = await readReason(form, order)
  const result = await cancelOrder({ orderId: order.id, merchantId: merchant.id, reason, clock })
  await backTo(order, cancelNotice(result))
}

export async function markPaidAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const order = await readOrder(form)
  if (!may(merchant, 'mark_paid')) await backTo(order, notAllowed)
  const reason = await readReason(form, order)
  const result = await markPaidByHand({ orderId: order.id, merchantId: merchant.id, reason, clock })
  await backTo(order, markPaidNotice(result))
}

'use server'

import { redirect } from 'next/navigation'
import { refundNotice } from '@/app/admin/orders/[number]/refund-notices'
import { may } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import type { Notice } from '@/lib/back-office/model'
import { leaveNotice } from '@/lib/back-office/notice'
import { systemClock as clock } from '@/lib/clock'
import { env } from '@/lib/env'
import { letOrderGo } from '@/lib/orders/let-go'
import { findOrderByNumber } from '@/lib/orders/merchant-order'
import { enterRefund } from '@/lib/refunds/enter-refund'
import { requestRefund } from '@/lib/refunds/request-refund'
import { resolveRefunds } from '@/lib/refunds/resolve-unknown'
import { noteLook } from '@/lib/rescue/note-look'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { attachPayment } from '@/lib/settlement/attach-payment'
import {
  attachNotice,
  enteredNotice,
  gone,
  letGoNotice,
  lookNotice,
  notAllowed,
  resolvedNotice,
  unreadable,
} from './outcome-notices'
import { readAmountForm, readAttachForm, readLetGoForm, readLookForm, readRefundItemForm } from './rescue-form'

async function back(notice: Notice): Promise<never> {
  redirect(await leaveNotice('/admin/rescue', notice))
}

export async function refundItemAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const asked = readRefundItemForm(form)
  if (!asked) return back(unreadable)
  const order = asked.orderNumber === null ? null : await findOrderByNumber(asked.orderNumber)
  if (asked.orderNumber !== null && !order) return back(gone)
  const result = await requestRefund({
    orderId: order?.id ?? null,
    merchantId: merchant.id,
    wish: { kind: 'whole', paymentId: asked.paymentId },
    restock: false,
    reason: order ? 'This payment was one too many.' : 'No order explains this payment.',
    requestKey: asked.requestKey,
    clock,
  })
  await back(refundNotice(result, env().SHOP_CURRENCY))
}

export async function attachAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  if (!may(merchant, 'mark_paid')) return back(notAllowed)
  const asked = readAttachForm(form)
  if (!asked) return back(unreadable)
  await back(attachNotice(await attachPayment({ ...asked, merchantId: merchant.id, clock })))
}

export async function lookAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const asked = readLookForm(form)
  const order = asked && (await findOrderByNumber(asked.orderNumber))
  if (!asked || !order) return back(unreadable)
  await back(lookNotice(await noteLook({ ...asked, orderId: order.id, merchantId: merchant.id, clock })))
}

export async function enterRefundAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  await requireMerchant()
  const asked = readAmountForm(form)
  if (!asked) return back(unreadable)
  await back(enteredNotice(await enterRefund({ paymentId: asked.paymentId, amountText: asked.amount, clock })))
}

export async function checkRefundsAction(): Promise<void> {
  await refuseCrossSite()
  await requireMerchant()
  await back(resolvedNotice(await resolveRefunds({ clock })))
}

export async function letGoAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const asked = readLetGoForm(form)
  const order = asked && (await findOrderByNumber(asked.orderNumber))
  if (!order) return back(unreadable)
  await back(letGoNotice(await letOrderGo({ orderId: order.id, merchantId: merchant.id, clock })))
}

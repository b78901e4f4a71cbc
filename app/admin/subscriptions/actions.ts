'use server'

import { redirect } from 'next/navigation'
import { may } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import type { Notice } from '@/lib/back-office/model'
import { leaveNotice } from '@/lib/back-office/notice'
import { systemClock as clock } from '@/lib/clock'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { placeUnmatched, setUnmatchedAside } from '@/lib/subscriptions/place-unmatched'
import { notAllowed, placeNotice, readPlaceForm, readSetAsideForm, setAsideNotice, unreadable } from './unmatched-form'

async function back(notice: Notice): Promise<never> {
  redirect(await leaveNotice('/admin/subscriptions', notice))
}

export async function placeUnmatchedAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  if (!may(merchant, 'mark_paid')) return back(notAllowed)
  const asked = readPlaceForm(form)
  if (!asked) return back(unreadable)
  await back(placeNotice(await placeUnmatched({ ...asked, merchantId: merchant.id, clock })))
}

export async function setAsideAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  if (!may(merchant, 'mark_paid')) return back(notAllowed)
  const asked = readSetAsideForm(form)
  if (!asked) return back(unreadable)
  await back(setAsideNotice(await setUnmatchedAside({ ...asked, merchantId: merchant.id, clock })))
}

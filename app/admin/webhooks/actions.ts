'use server'

import { redirect } from 'next/navigation'
import { adminPath } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { leaveNotice } from '@/lib/back-office/notice'
import { systemClock as clock } from '@/lib/clock'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { replayMany } from '@/lib/webhooks/replay-many'
import { readEventId } from './event-id'
import { replayNotice } from './replay-notice'

export async function replayAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const named = String(form.get('eventIds') ?? '').split(',')
  const eventIds = named.flatMap((one) => readEventId(one) ?? [])
  const worked = await replayMany(eventIds, { clock, merchantId: merchant.id })
  redirect(await leaveNotice(adminPath(form.get('backPath')), replayNotice(worked)))
}

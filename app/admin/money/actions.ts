'use server'

import { redirect } from 'next/navigation'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { leaveNotice } from '@/lib/back-office/notice'
import { systemClock as clock } from '@/lib/clock'
import { findGateway } from '@/lib/payments/registry'
import { lookAgain } from '@/lib/reconciliation/look-again'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { lookAgainNotice, notConfigured, unreadablePayment } from './look-again-notice'
import { askedPeriod, askedProvider, listComparable, periodPath, readProviderOrderId } from './money-form'

export async function lookAgainAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  await requireMerchant()
  const provider = askedProvider(await listComparable(), form.get('provider'))
  const path = periodPath(askedPeriod({ from: form.get('from'), to: form.get('to') }), provider)
  const providerOrderId = readProviderOrderId(form)
  const gateway = provider && findGateway(provider.id)
  if (!providerOrderId) redirect(await leaveNotice(path, unreadablePayment))
  if (!gateway) redirect(await leaveNotice(path, notConfigured))
  const result = await lookAgain({ gateway, providerOrderId, clock })
  redirect(await leaveNotice(path, lookAgainNotice(result)))
}

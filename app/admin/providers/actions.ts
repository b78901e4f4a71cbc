'use server'

import { redirect } from 'next/navigation'
import { may } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import type { Notice } from '@/lib/back-office/model'
import { leaveNotice } from '@/lib/back-office/notice'
import { systemClock as clock } from '@/lib/clock'
import { log } from '@/lib/log'
import { findProvider } from '@/lib/payments/providers'
import { registerWebhook } from '@/lib/payments/register-webhook'
import { findGateway } from '@/lib/payments/registry'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { noKey, notOwner, registrationNotice } from './registration-notices'

const leave = async (notice: Notice): Promise<never> => redirect(await leaveNotice('/admin/providers', notice))

export async function registerWebhookAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  if (!may(merchant, 'register_webhook')) return leave(notOwner)
  const provider = findProvider(String(form.get('provider')))
  const gateway = provider && findGateway(provider.id)
  if (!gateway) return leave(noKey)
  const wish = form.get('wish') === 'fresh' ? 'fresh' : 'mend'
  const result = await registerWebhook({ gateway, clock }, wish)
  log().info({ merchantId: merchant.id, provider: gateway.id, wish, ok: result.ok }, 'a webhook was to be registered')
  await leave(registrationNotice(result))
}

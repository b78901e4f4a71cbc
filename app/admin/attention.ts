import 'server-only'
import { cache } from 'react'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { systemClock } from '@/lib/clock'
import { listRescue } from '@/lib/rescue/list-rescue'
import { readWebhookHealth } from '@/lib/rescue/webhook-health'

/** What needs a person, once for each request: the header counts it and the rescue page lists it. Merchants only. */
export const readAttention = cache(async () => {
  await requireMerchant()
  const [items, webhooks] = await Promise.all([listRescue(systemClock), readWebhookHealth(systemClock)])
  return { items, webhooks }
})

import 'server-only'
import { cache } from 'react'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { systemClock } from '@/lib/clock'
import { type Attention, readAttention as readNow } from '@/lib/rescue/list-rescue'

/** What needs a person, once for each request: the header counts it and the rescue page lists it. Merchants only. */
export const readAttention = cache(async (): Promise<Attention> => {
  await requireMerchant()
  return readNow(systemClock)
})

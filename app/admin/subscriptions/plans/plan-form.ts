import 'server-only'
import { z } from 'zod'
import type { Notice } from '@/lib/back-office/model'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import type { Result } from '@/lib/shared/result'
import type { PlanError, PlanWish } from '@/lib/subscriptions/save-plan'

const offerId = z
  .string()
  .trim()
  .regex(/^[\w-]{0,64}$/)
  .catch('')

const schema = z.object({
  sku: z.string().trim().min(1).max(100),
  interval: z.enum(['none', 'week', 'month', 'year']),
  trialDays: z.coerce.number().int().min(0).max(730),
})

/** Where a plan is sold by an offer that the merchant made there; the others make what they need. */
export const offerProviders: readonly { id: ProviderId; name: string }[] = [{ id: 'pocketsflow', name: 'Pocketsflow' }]

/** Reads the form; null when it cannot be read, with what was wrong left to the page's own words. */
export function readPlanForm(form: FormData): Omit<PlanWish, 'mode'> | null {
  const parsed = schema.safeParse(Object.fromEntries(form))
  if (!parsed.success) return null
  const { sku, interval, trialDays } = parsed.data
  return {
    sku,
    plan: interval === 'none' ? null : { interval, trialDays },
    offers: offerProviders.map(({ id }) => ({ provider: id, offerId: offerId.parse(form.get(id) ?? '') })),
  }
}

export const unreadable: Notice = {
  tone: 'bad',
  text: 'Please give the SKU of a variant and between 0 and 730 days of trial. Nothing was changed.',
}

const errorTexts: Record<PlanError['code'], string> = {
  unknown_sku: 'No variant has this SKU. Nothing was changed.',
  offer_taken: 'One of these offers sells another plan already. Each plan needs its own; nothing was changed.',
}

export function planNotice(sku: string, result: Result<unknown, PlanError>): Notice {
  if (!result.ok) return { tone: 'bad', text: errorTexts[result.error.code] }
  return { tone: 'good', text: `${sku} is saved. The shop shows it so from now on.` }
}

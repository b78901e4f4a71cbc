import 'server-only'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import type { Notice } from '@/lib/back-office/model'
import type { Result } from '@/lib/shared/result'
import type { CancelError, Cancelled } from '@/lib/subscriptions/cancel-subscription'
import type { LookedAt } from '@/lib/subscriptions/look-at-subscription'

const id = z.coerce.number().int().min(1).max(2_147_483_647)

/** The subscription that an action's form names; 404 when it names none. */
export function readSubscriptionId(form: FormData): number {
  const parsed = id.safeParse(form.get('id'))
  if (!parsed.success) notFound()
  return parsed.data
}

const cancelTexts: Record<Cancelled['outcome'], string> = {
  cancelled: 'Cancelled. The subscriber gets a mail.',
  already: 'It was cancelled already. Nothing was changed.',
  asked: 'The provider has taken the cancellation and does not show it yet.',
}

export function cancelNotice(result: Result<Cancelled, CancelError>): Notice {
  if (result.ok) return { tone: 'good', text: cancelTexts[result.value.outcome] }
  return { tone: 'warn', text: `It was not cancelled. ${result.error.detail}` }
}

export function lookNotice(result: Result<LookedAt, { detail: string }>): Notice {
  if (!result.ok) return { tone: 'warn', text: `The provider could not be asked. ${result.error.detail}` }
  const { settled, isKnown } = result.value
  if (!isKnown) return { tone: 'warn', text: 'The provider does not know this subscription. Please look it up there.' }
  const count = settled === 1 ? 'One interval was' : `${settled} intervals were`
  return { tone: 'good', text: settled > 0 ? `${count} written down.` : 'The provider was asked; nothing is missing.' }
}

import { z } from 'zod'
import type { Notice } from '@/lib/back-office/model'
import type { Result } from '@/lib/shared/result'
import type { Placed, PlaceError } from '@/lib/subscriptions/place-unmatched'

const id = z.coerce.number().int().min(1).max(2_147_483_647)
const reason = z
  .string()
  .trim()
  .min(3)
  .max(500)
  .transform((text) => text.replaceAll('\0', ''))
const place = z.object({ unmatchedId: id, orderNumber: id, reason })
const setAside = z.object({ unmatchedId: id, reason })

/** Which subscription belongs to which order, and why; null when the form cannot be read. Pure. */
export const readPlaceForm = (form: FormData) => place.safeParse(Object.fromEntries(form)).data ?? null

/** Which subscription is none of this shop's, and why; null when the form cannot be read. Pure. */
export const readSetAsideForm = (form: FormData) => setAside.safeParse(Object.fromEntries(form)).data ?? null

export const unreadable: Notice = {
  tone: 'bad',
  text: 'The form could not be read. Please check its fields; nothing was changed.',
}
export const notAllowed: Notice = {
  tone: 'bad',
  text: 'Your role does not include this. Nothing was changed; an owner of the shop can do it.',
}

const refusals: Record<PlaceError['code'], string> = {
  unknown_subscription: 'This subscription waits for no order any more.',
  unknown_order: 'There is no order with this number.',
  does_not_fit:
    'This order cannot be the one: it bought no subscription, was never sent to this provider, or has its subscription already.',
  provider_not_ready: 'The provider is not configured for the mode of this subscription, so it cannot be asked.',
  provider_failed: 'The provider could not be asked.',
}

export function placeNotice(result: Result<Placed, PlaceError>): Notice {
  if (!result.ok) {
    const { code, detail } = result.error
    return { tone: 'warn', text: [refusals[code], detail, 'Nothing was changed.'].filter(Boolean).join(' ') }
  }
  const { orderNumber, settled } = result.value
  const count = settled === 1 ? 'One interval was' : `${settled} intervals were`
  return { tone: 'good', text: `It belongs to order ${orderNumber} now. ${count} written down at once.` }
}

export const setAsideNotice = (isNoted: boolean): Notice =>
  isNoted
    ? { tone: 'good', text: 'Noted. The shop does not ask about it any more; it stays in the list below.' }
    : { tone: 'warn', text: 'This subscription waits for no decision any more. Nothing was changed.' }

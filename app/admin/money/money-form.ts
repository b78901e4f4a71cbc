import 'server-only'
import { z } from 'zod'
import { env } from '@/lib/env'
import { type MatchPeriod, readPeriod } from '@/lib/reconciliation/model'
import { wallClock } from '../wall-clock'

const providerOrderId = z.string().regex(/^[\w-]{1,64}$/)

/** The days that an address or a form asks for. */
export const askedPeriod = (asked: { from?: unknown; to?: unknown }): MatchPeriod =>
  readPeriod(asked, wallClock().now, env().SHOP_TIMEZONE)

export const periodPath = ({ fromDay, toDay }: MatchPeriod): string => `/admin/money?from=${fromDay}&to=${toDay}`

/** The payment that a row's form names; null when it is no id of a provider's. */
export const readProviderOrderId = (form: FormData): string | null =>
  providerOrderId.safeParse(form.get('providerOrderId')).data ?? null

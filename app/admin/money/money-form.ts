import 'server-only'
import { z } from 'zod'
import { env } from '@/lib/env'
import { listProviders, type ProviderListing } from '@/lib/payments/registry'
import { type MatchPeriod, readPeriod } from '@/lib/reconciliation/model'
import { wallClock } from '../wall-clock'

const providerOrderId = z.string().regex(/^[\w-]{1,64}$/)

/** The days that an address or a form asks for. */
export const askedPeriod = (asked: { from?: unknown; to?: unknown }): MatchPeriod =>
  readPeriod(asked, wallClock().now, env().SHOP_TIMEZONE)

export const periodPath = ({ fromDay, toDay }: MatchPeriod, provider: ProviderListing | null): string =>
  `/admin/money?from=${fromDay}&to=${toDay}${provider ? `&provider=${provider.id}` : ''}`

/** The providers that can be compared with. */
export const listComparable = async (): Promise<ProviderListing[]> =>
  (await listProviders()).filter(({ isConfigured }) => isConfigured)

/** The provider that an address or a form asks for; else the first. */
export const askedProvider = (comparable: ProviderListing[], asked: unknown): ProviderListing | null =>
  comparable.find(({ id }) => id === asked) ?? comparable[0] ?? null

/** The payment that a row's form names; null when it is no id of a provider's. */
export const readProviderOrderId = (form: FormData): string | null =>
  providerOrderId.safeParse(form.get('providerOrderId')).data ?? null

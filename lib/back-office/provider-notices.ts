import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { prisma } from '@/lib/db'
import type { GatewayErrorCode } from '@/lib/payments/contract/gateway-error'
import { listProviders } from '@/lib/payments/registry'
import type { ProviderNotice } from './model'

/** What a merchant can do about each kind of failure. */
const cures: Record<GatewayErrorCode, string> = {
  unreachable: 'The shop could not reach it. Look at the network of this machine and at the provider’s status page.',
  timeout: 'It did not answer in time. This usually passes; look at the provider’s status page if it stays.',
  unauthorized:
    'It refused the API key. Make a new key with the provider, set it in the environment and restart the shop.',
  not_found: 'It does not know what was asked for. Check the provider’s ids on the products page.',
  rate_limited: 'It asked the shop to slow down. The shop waits and tries again by itself.',
  over_budget: 'The shop keeps to a number of calls a minute. It goes on by itself.',
  refused: 'It refused the request. The detail says why.',
  provider_error: 'It had an error of its own. This usually passes; look at the provider’s status page if it stays.',
  unreadable: 'Its answer could not be read. Check that the API’s address is right.',
  unsafe_url: 'It sent a payment address that is not safe, so nobody was sent there.',
  price_mismatch: 'Its price is not the shop’s. Compare the product’s price and currency on both sides.',
}

const cureOf = (code: string | null): string => (cures as Record<string, string | undefined>)[code ?? ''] ?? ''

/** What stands between the shop and being paid: a provider not set up, or one whose last call failed. Merchants only. */
export async function listProviderNotices(): Promise<ProviderNotice[]> {
  await requireMerchant()
  const providers = await listProviders()
  const health = await prisma().providerHealth.findMany()
  const isNothingSetUp = providers.every(({ isConfigured }) => !isConfigured)
  return providers.flatMap(({ id, name, mode, problem, isConfigured }): ProviderNotice[] => {
    // A provider that nobody began to set up is no trouble, unless there is no other.
    if (problem && !isConfigured && !isNothingSetUp) return []
    if (problem) return [{ tone: 'warn', title: `${name} is not offered at checkout`, text: problem, at: null }]
    const row = health.find((one) => one.provider === id && one.mode === mode)
    const failedAt = row?.lastFailureAt
    if (!failedAt || (row.lastOkAt && row.lastOkAt >= failedAt)) return []
    const detail = row.failureDetail ? ` (${row.failureDetail})` : ''
    return [
      { tone: 'bad', title: `${name} failed last time`, text: `${cureOf(row.failureCode)}${detail}`, at: failedAt },
    ]
  })
}

import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { env, variablesOf } from '@/lib/env'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import { readDeliveryRecord } from '@/lib/payments/delivery-record'
import { addressCure, type ProviderOverview } from '@/lib/payments/model'
import { findProvider } from '@/lib/payments/providers'
import { readWebhookStanding, type WebhookStanding } from '@/lib/payments/register-webhook'
import { findGateway, listProviders, type ProviderListing, webhookUrlOf } from '@/lib/payments/registry'
import { readSigningSecrets } from '@/lib/payments/signing-secrets'
import type { Result } from '@/lib/shared/result'

type Standing = Result<WebhookStanding | null, GatewayError> | null

function judgeKey(standing: Standing): ProviderOverview['key'] {
  if (standing === null) return { state: 'unset', detail: 'No key is set.' }
  if (standing.ok) return { state: 'accepted', detail: 'The provider accepts it.' }
  const { code, detail } = standing.error
  return { state: code === 'unauthorized' ? 'refused' : 'unanswered', detail }
}

async function readOverview(listing: ProviderListing): Promise<ProviderOverview> {
  const { id, name, mode, problem } = listing
  const gateway = findGateway(id)
  const provider = findProvider(id)
  const apiUrl = provider?.apiUrl(env()) ?? ''
  const [standing, stored, deliveries] = await Promise.all([
    gateway ? readWebhookStanding(gateway) : null,
    readSigningSecrets({ id, mode }),
    readDeliveryRecord(listing),
  ])
  const secretsInEnvironment = provider?.webhookSecrets(env()).length ?? 0
  const hasWebhookSecret = secretsInEnvironment > 0 || stored.some(({ secret }) => secret !== null)
  return {
    id,
    name,
    mode,
    problem,
    apiUrl,
    events: provider?.events ?? [],
    variables: variablesOf(id),
    webhookUrl: webhookUrlOf(id),
    webhooksBy: gateway && !gateway.webhooks ? 'dashboard' : 'shop',
    dashboardSteps: provider?.dashboardSteps(env(), { hasWebhookSecret, webhookUrl: webhookUrlOf(id) }) ?? [],
    key: judgeKey(standing),
    secretsInEnvironment,
    storedSecrets: stored.map(({ createdAt, secret }) => ({ createdAt, isReadable: secret !== null })),
    webhook: standing?.ok ? standing.value : null,
    addressCure: addressCure(env().APP_URL, { name, apiUrl }),
    ...deliveries,
  }
}

/** Every provider with its settings, tested against the provider itself: one call each. Merchants only. */
export async function listProviderOverviews(): Promise<ProviderOverview[]> {
  await requireMerchant()
  return Promise.all((await listProviders()).map(readOverview))
}

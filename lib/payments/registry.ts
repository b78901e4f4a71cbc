import 'server-only'
import { type Env, env } from '@/lib/env'
import { type CallPurpose, callMeter } from './call-budget'
import type { Mode, PaymentGateway, ProviderId } from './gateway'
import { createPocketsflowGateway } from './pocketsflow/gateway'
import { withHealthRecorded } from './record-health'
import { knownSigningSecrets, refreshSigningSecrets } from './signing-secrets'

export type ProviderListing = {
  id: ProviderId
  name: string
  mode: Mode
  /** Whether it may be offered at checkout. */
  ready: boolean
  /** What is missing and where to get it, in words for the merchant; null when ready. */
  problem: string | null
}

const gateways = new Map<string, PaymentGateway>()

/**
 * The gateway of a provider for what cannot wait: checkouts, webhooks, shoppers and merchants. One per process. Null when no key is configured, or when `mode` is asked for and the key
 * is of the other one: a test order cannot be asked about with a live key.
 */
export function findGateway(id: ProviderId, mode?: Mode): PaymentGateway | null {
  return findFor('checkout', id, mode)
}

/** The same for the sweeper: its calls are refused with `over_budget` when checkouts and the provider leave none. */
export function findSweepGateway(id: ProviderId, mode?: Mode): PaymentGateway | null {
  return findFor('sweep', id, mode)
}

/** The same for work that takes what checkouts and sweeps leave. */
export function findBackgroundGateway(id: ProviderId, mode?: Mode): PaymentGateway | null {
  return findFor('background', id, mode)
}

function findFor(purpose: CallPurpose, id: ProviderId, mode: Mode | undefined): PaymentGateway | null {
  const key = `${purpose} ${id}`
  const gateway = gateways.get(key) ?? createGateway(id, purpose, env())
  if (!gateway) return null
  gateways.set(key, gateway)
  return mode && gateway.mode !== mode ? null : gateway
}

/**
 * The gateway of a provider that is configured whole (key and a webhook secret, in the environment or stored); null
 * otherwise, see `listProviders`. Accepts what is signed with a secret that was stored more than seconds ago.
 */
export async function findReadyGateway(id: ProviderId): Promise<PaymentGateway | null> {
  if (id === 'pocketsflow') await refreshSigningSecrets({ id, mode: activeMode() })
  const providers = await listProviders()
  return providers.some((provider) => provider.id === id && provider.ready) ? findGateway(id) : null
}

function createGateway(id: ProviderId, purpose: CallPurpose, settings: Env): PaymentGateway | null {
  if (id !== 'pocketsflow' || !settings.POCKETSFLOW_API_KEY) return null
  const gateway = createPocketsflowGateway({
    apiKey: settings.POCKETSFLOW_API_KEY,
    apiUrl: settings.POCKETSFLOW_API_URL,
    webhookSecrets: () => [...settings.POCKETSFLOW_WEBHOOK_SECRETS, ...knownSigningSecrets({ id, mode: activeMode() })],
    meter: callMeter({ purpose, provider: id, mode: activeMode() }),
  })
  return withHealthRecorded(gateway)
}

/** Every provider the shop knows, ready or not. */
export async function listProviders(): Promise<ProviderListing[]> {
  const problem = await pocketsflowProblem(env())
  return [{ id: 'pocketsflow', name: 'Pocketsflow', mode: activeMode(), ready: problem === null, problem }]
}

async function pocketsflowProblem(settings: Env): Promise<string | null> {
  if (!settings.POCKETSFLOW_API_KEY) {
    return 'POCKETSFLOW_API_KEY is not set. Make a key in Pocketsflow under Developers → API keys.'
  }
  if (settings.POCKETSFLOW_WEBHOOK_SECRETS.length > 0) return null
  const stored = await refreshSigningSecrets({ id: 'pocketsflow', mode: activeMode() })
  if (stored.length > 0) return null
  const address = `${settings.APP_URL}/api/webhooks/pocketsflow`
  return `POCKETSFLOW_WEBHOOK_SECRET is not set. Register a webhook to ${address} on the Providers page, or in Pocketsflow, where its secret is shown once, when it is made.`
}

/** Whether the configured keys move real money; `test` while there are none. */
export const activeMode = (): Mode => (env().POCKETSFLOW_API_KEY?.startsWith('pk_live_') ? 'live' : 'test')

import 'server-only'
import { env } from '@/lib/env'
import { type CallPurpose, callMeter } from './call-budget'
import { withCircuit } from './circuit'
import type { Mode, ProviderId } from './contract/provider-id'
import type { PaymentGateway } from './gateway'
import { knownPayments } from './known-payments'
import type { ProviderDefinition } from './provider'
import { providerFacts } from './provider-facts'
import { findProvider, providers } from './providers'
import { withHealthRecorded } from './record-health'
import { knownSigningSecrets, refreshSigningSecrets } from './signing-secrets'

/** A provider as the back office lists it. */
export type ProviderListing = {
  id: ProviderId
  name: string
  mode: Mode
  /** Whether a key of it is set at all. */
  isConfigured: boolean
  /** Whether it may be offered at checkout. */
  ready: boolean
  /** What is missing and where to get it, in words for the merchant; null when ready. */
  problem: string | null
}

const gateways = new Map<string, PaymentGateway>()

/**
 * The gateway of a provider for what cannot wait: checkouts, webhooks, shoppers and merchants. One per process. Null when no key
 * is configured, or when `mode` is asked for and the key is of the other one: a test order cannot be asked about with a live key.
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
  const gateway = gateways.get(key) ?? createGateway(id, purpose)
  if (!gateway) return null
  gateways.set(key, gateway)
  return mode && gateway.mode !== mode ? null : gateway
}

/** Every secret that is accepted for a provider's deliveries as this process knows them now, asking nobody. */
const secretsOf = (provider: ProviderDefinition): readonly string[] => [
  ...provider.webhookSecrets(env()),
  ...knownSigningSecrets({ id: provider.id, mode: activeMode() }),
]

function createGateway(id: ProviderId, purpose: CallPurpose): PaymentGateway | null {
  const provider = findProvider(id)
  const owner = { provider: id, mode: activeMode() }
  const meter = callMeter({ purpose, ...owner })
  const books = { facts: providerFacts(owner), payments: knownPayments(owner) }
  const gateway = provider?.createGateway(env(), { webhookSecrets: () => secretsOf(provider), meter, ...books })
  return gateway ? withCircuit(withHealthRecorded(gateway)) : null
}

/**
 * The gateway of a provider that may be offered at checkout; null otherwise, see `listProviders`. Accepts what is signed
 * with a secret that was stored more than seconds ago.
 */
export async function findReadyGateway(id: ProviderId): Promise<PaymentGateway | null> {
  const provider = findProvider(id)
  const listing = provider && (await listingOf(provider))
  return listing?.ready ? findGateway(id) : null
}

/** The gateway that takes a provider's deliveries in; null while no secret is known to check them by, or no key is set. */
export async function findWebhookGateway(id: ProviderId): Promise<PaymentGateway | null> {
  const provider = findProvider(id)
  return provider && (await hasWebhookSecret(provider)) ? findGateway(id) : null
}

async function hasWebhookSecret(provider: ProviderDefinition): Promise<boolean> {
  const stored = await refreshSigningSecrets({ id: provider.id, mode: activeMode() })
  return stored.length > 0 || provider.webhookSecrets(env()).length > 0
}

/** Where a provider's deliveries arrive. */
export const webhookUrlOf = (id: ProviderId): string => `${env().APP_URL}/api/webhooks/${id}`

async function listingOf(provider: ProviderDefinition): Promise<ProviderListing> {
  const { id, name } = provider
  const connection = { hasWebhookSecret: await hasWebhookSecret(provider), webhookUrl: webhookUrlOf(id) }
  const problem = provider.problem(env(), connection)
  const isConfigured = env().PROVIDER_MODES[id] !== null
  return { id, name, mode: activeMode(), isConfigured, ready: problem === null, problem }
}

/** Providers whose deliveries are expected: set up, and with a secret to check them by. */
export async function listWebhookSenders(): Promise<Pick<ProviderListing, 'id' | 'name'>[]> {
  const configured = providers.filter(({ id }) => env().PROVIDER_MODES[id] !== null)
  const senders = await Promise.all(configured.map(async (one) => ((await hasWebhookSecret(one)) ? [one] : [])))
  return senders.flat().map(({ id, name }) => ({ id, name }))
}

/** Whether a provider can be asked about what was done with it in a mode: only with all that its gateway needs of that mode. */
export function canBeAsked(id: string, mode: Mode): boolean {
  const provider = findProvider(id)
  return provider !== null && findGateway(provider.id, mode) !== null
}

const modes = ['test', 'live'] as const

/** All that can be asked, each as “provider mode”, for statements that compare many rows with it. */
export const listAskable = (): string[] =>
  providers.flatMap(({ id }) => modes.filter((mode) => canBeAsked(id, mode)).map((mode) => `${id} ${mode}`))

/** Every provider the shop knows, ready or not. */
export async function listProviders(): Promise<ProviderListing[]> {
  return Promise.all(providers.map(listingOf))
}

/** Whether the configured keys move real money; `test` while there are none. All that are set are of one mode. */
export const activeMode = (): Mode => Object.values(env().PROVIDER_MODES).find((mode) => mode !== null) ?? 'test'

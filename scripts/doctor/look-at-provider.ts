import { systemClock } from '@/lib/clock'
import { env } from '@/lib/env'
import { readDeliveryRecord } from '@/lib/payments/delivery-record'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { addressCure } from '@/lib/payments/model'
import { findProvider, providers } from '@/lib/payments/providers'
import { readWebhookStanding, registerWebhook, type WebhookStanding } from '@/lib/payments/register-webhook'
import { findGateway, listProviders, type ProviderListing, webhookUrlOf } from '@/lib/payments/registry'
import { testKeys } from '@/lib/payments/test-keys'
import { ok } from '@/lib/shared/result'
import { type Finding, good, note, wrong } from './finding'

const CLOCK_TOLERANCE_MS = 60_000
const DEADLINE_MS = 8_000

/** Without a database nobody knows the stored secrets: then only the keys are tested. */
const testOnlyKeys = async (gateway: PaymentGateway) => {
  const tested = await testKeys(gateway)
  return tested.ok ? ok(null) : tested
}

/** `hasDatabase`: where secrets are stored. `mayRegister`: what is missing or differs is mended at the provider. */
export type Look = { hasDatabase: boolean; mayRegister: boolean }

const done = { registered: 'registered now', repaired: 'mended now', already: 'was well already' } as const

/** Makes the provider deliver to this shop; null where nothing was to be done. */
async function mendWebhook(name: string, gateway: PaymentGateway, { state }: WebhookStanding): Promise<Finding | null> {
  if (state === 'good') return null
  const made = await registerWebhook({ gateway, clock: systemClock }, 'mend')
  const subject = `${name} registration`
  if (made.ok) return note(subject, done[made.value])
  return made.error.code === 'no_public_address' ? null : wrong(subject, made.error.detail)
}

async function lookAtWebhook(
  name: string,
  gateway: PaymentGateway,
  { hasDatabase, mayRegister }: Look,
): Promise<Finding[]> {
  const looked = await (hasDatabase ? readWebhookStanding(gateway) : testOnlyKeys(gateway))
  if (!looked.ok) {
    const cure = looked.error.code === 'unauthorized' ? 'check the API key' : 'try again later'
    return [wrong(`${name} key`, `${looked.error.detail} Cure: ${cure}.`)]
  }
  const key = good(`${name} key`, `accepted, ${gateway.mode} mode`)
  if (!looked.value) return [key]
  const mended = mayRegister ? await mendWebhook(name, gateway, looked.value) : null
  if (!mended) return [key, describeWebhook(name, gateway, looked.value)]
  return [key, mended, ...(await lookAtWebhook(name, gateway, { hasDatabase, mayRegister: false })).slice(1)]
}

function describeWebhook(name: string, { id }: PaymentGateway, { state, url, differences }: WebhookStanding): Finding {
  const subject = `${name} webhook`
  if (state === 'good') return good(subject, `registered to ${url}`)
  const isOptional = findProvider(id)?.problem(env(), { hasWebhookSecret: false, webhookUrl: url }) === null
  if (state === 'missing' && isOptional) {
    return note(subject, `not registered: payments are found when shoppers come back, and by the sweep`)
  }
  const cure = addressCure(env().APP_URL, { name, apiUrl: findProvider(id)?.apiUrl(env()) ?? '' })
  if (cure) return note(subject, cure)
  const how = state === 'missing' ? 'register it' : 'mend it'
  return wrong(
    subject,
    `${differences.join(' ')} Cure: ${how} with “npm run doctor -- --register”, or with the button at ${env().APP_URL}/admin/providers.`,
  )
}

/** A provider that nobody began to set up is no fault, unless it is the only thing that keeps the shop from selling. */
function describeProblem({ name, problem, isConfigured }: ProviderListing, isNeeded: boolean): Finding[] {
  if (problem === null) return []
  return [isConfigured || isNeeded ? wrong(name, problem) : note(name, `not set up. ${problem}`)]
}

/** What nobody but the provider's own dashboard can do, and no call can look at. */
function describeSteps({ id, name }: ProviderListing): Finding[] {
  const provider = findProvider(id)
  const hasWebhookSecret = (provider?.webhookSecrets(env()).length ?? 0) > 0
  const steps = provider?.dashboardSteps(env(), { hasWebhookSecret, webhookUrl: webhookUrlOf(id) }) ?? []
  return steps.map((step, index) => note(`${name} dashboard ${index + 1}`, step))
}

/** What the provider's deliveries came to: refused ones since the last good one are a fault. */
async function lookAtDeliveries(listing: ProviderListing): Promise<Finding[]> {
  const { lastGood, refused } = await readDeliveryRecord(listing)
  const subject = `${listing.name} deliveries`
  const last = lastGood
    ? note(
        subject,
        `the last good one came at ${lastGood.at.toISOString()} (${lastGood.eventName ?? 'without a name'})`,
      )
    : note(subject, 'none came yet')
  const newer = refused.filter(({ lastAt }) => !lastGood || lastAt > lastGood.at)
  const faults = newer.map(({ cause, count, lastAt }) =>
    wrong(
      subject,
      `refused since then (${cause.replace('_', ' ')}, ${count} in all, last at ${lastAt.toISOString()}). Cure: compare the webhook's secret and address at ${env().APP_URL}/admin/providers.`,
    ),
  )
  return [last, ...faults]
}

async function lookAtProvider(
  listing: ProviderListing,
  { isNeeded, ...look }: Look & { isNeeded: boolean },
): Promise<Finding[]> {
  const { id, name, isConfigured } = listing
  const gateway = findGateway(id)
  const configured = [...describeProblem(listing, isNeeded), ...(isConfigured ? describeSteps(listing) : [])]
  if (!gateway) return configured
  const deliveries = look.hasDatabase ? await lookAtDeliveries(listing) : []
  return [...configured, ...(await lookAtWebhook(name, gateway, look)), ...deliveries]
}

/** Keys, as the provider sees them, and where it sends its webhooks. */
export async function lookAtProviders(look: Look): Promise<Finding[]> {
  const listings = await listProviders()
  const isNeeded = listings.every(({ isConfigured }) => !isConfigured)
  return (await Promise.all(listings.map((listing) => lookAtProvider(listing, { isNeeded, ...look })))).flat()
}

/** Compares this machine's clock with the `Date` header of a provider that is set up, else of the first. */
export async function lookAtClock(): Promise<Finding> {
  const configured = providers.find(({ id }) => env().PROVIDER_MODES[id] !== null) ?? providers[0]
  const apiUrl = configured?.apiUrl(env()) ?? ''
  const startedAt = Date.now()
  try {
    const response = await fetch(apiUrl, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    const theirs = Date.parse(response.headers.get('date') ?? '')
    const ours = (startedAt + Date.now()) / 2
    if (Number.isNaN(theirs)) return wrong('Clock', `${apiUrl} did not tell its time: try again later.`)
    const offBy = `${(Math.abs(theirs - ours) / 1_000).toFixed(0)} s`
    if (Math.abs(theirs - ours) <= CLOCK_TOLERANCE_MS) return good('Clock', `${offBy} from ${apiUrl}`)
    return wrong('Clock', `${offBy} away from ${apiUrl}: let this machine keep its time by NTP.`)
  } catch {
    return wrong('Clock', `${apiUrl} cannot be reached: check the network and the provider’s API address.`)
  }
}

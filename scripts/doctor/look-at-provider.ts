import { env } from '@/lib/env'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { addressCure } from '@/lib/payments/model'
import { findProvider } from '@/lib/payments/providers'
import { readWebhookStanding, type WebhookStanding } from '@/lib/payments/register-webhook'
import { findGateway, listProviders, type ProviderListing } from '@/lib/payments/registry'
import { type Finding, good, note, wrong } from './finding'

const CLOCK_TOLERANCE_MS = 60_000
const DEADLINE_MS = 8_000

async function lookAtWebhook(name: string, gateway: PaymentGateway): Promise<Finding[]> {
  const looked = await readWebhookStanding(gateway)
  if (!looked.ok) {
    const cure = looked.error.code === 'unauthorized' ? 'check the API key' : 'try again later'
    return [wrong(`${name} key`, `${looked.error.detail} Cure: ${cure}.`)]
  }
  const key = good(`${name} key`, `accepted, ${gateway.mode} mode`)
  return looked.value ? [key, describeWebhook(name, gateway, looked.value)] : [key]
}

function describeWebhook(name: string, { id }: PaymentGateway, { state, url, differences }: WebhookStanding): Finding {
  const subject = `${name} webhook`
  if (state === 'good') return good(subject, `registered to ${url}`)
  const cure = addressCure(env().APP_URL, { name, apiUrl: findProvider(id)?.apiUrl(env()) ?? '' })
  if (cure) return note(subject, cure)
  const how = state === 'missing' ? 'register it' : 'mend it'
  return wrong(subject, `${differences.join(' ')} Cure: ${how} with the button at ${env().APP_URL}/admin/providers.`)
}

async function lookAtProvider({ id, name, problem }: ProviderListing): Promise<Finding[]> {
  const gateway = findGateway(id)
  const configured = problem ? [wrong(name, problem)] : []
  return gateway ? [...configured, ...(await lookAtWebhook(name, gateway))] : configured
}

/** Keys, as the provider sees them, and where it sends its webhooks. */
export async function lookAtProviders(): Promise<Finding[]> {
  return (await Promise.all((await listProviders()).map(lookAtProvider))).flat()
}

/** Compares this machine's clock with the provider's `Date` header. */
export async function lookAtClock(): Promise<Finding> {
  const { POCKETSFLOW_API_URL } = env()
  const startedAt = Date.now()
  try {
    const response = await fetch(POCKETSFLOW_API_URL, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    const theirs = Date.parse(response.headers.get('date') ?? '')
    const ours = (startedAt + Date.now()) / 2
    if (Number.isNaN(theirs)) return wrong('Clock', `${POCKETSFLOW_API_URL} did not tell its time: try again later.`)
    const offBy = `${(Math.abs(theirs - ours) / 1_000).toFixed(0)} s`
    if (Math.abs(theirs - ours) <= CLOCK_TOLERANCE_MS) return good('Clock', `${offBy} from ${POCKETSFLOW_API_URL}`)
    return wrong('Clock', `${offBy} away from ${POCKETSFLOW_API_URL}: let this machine keep its time by NTP.`)
  } catch {
    return wrong('Clock', `${POCKETSFLOW_API_URL} cannot be reached: check the network and POCKETSFLOW_API_URL.`)
  }
}

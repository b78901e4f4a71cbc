import { env } from '@/lib/env'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findGateway, listProviders, type ProviderListing } from '@/lib/payments/registry'
import { type Finding, good, wrong } from './finding'

const CLOCK_TOLERANCE_MS = 60_000
const DEADLINE_MS = 8_000

async function lookAtWebhook(name: string, gateway: PaymentGateway): Promise<Finding[]> {
  const listed = await gateway.listWebhooks()
  if (!listed.ok) {
    const cure = listed.error.code === 'unauthorized' ? 'check the API key' : 'try again later'
    return [wrong(`${name} key`, `${listed.error.detail} Cure: ${cure}.`)]
  }
  const accepted = good(`${name} key`, `accepted, ${gateway.mode} mode`)
  const address = `${env().APP_URL}/api/webhooks/${gateway.id}`
  const ours = listed.value.filter(({ url }) => url.replace(/\/+$/, '') === address)
  const heard = ours.find(({ active, events }) => active && events.includes('order.completed'))
  if (heard) return [accepted, good(`${name} webhook`, `registered to ${address}`)]
  const problem = ours.length > 0 ? 'is switched off or not told of order.completed' : 'is not registered'
  const cure = `register it for order.completed and order.refunded at ${name}, and set its secret here`
  return [accepted, wrong(`${name} webhook`, `${address} ${problem}: ${cure}.`)]
}

async function lookAtProvider({ id, name, problem }: ProviderListing): Promise<Finding[]> {
  const gateway = findGateway(id)
  const configured = problem ? [wrong(name, problem)] : []
  return gateway ? [...configured, ...(await lookAtWebhook(name, gateway))] : configured
}

/** Keys, as the provider sees them, and where it sends its webhooks. */
export async function lookAtProviders(): Promise<Finding[]> {
  return (await Promise.all(listProviders().map(lookAtProvider))).flat()
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

import { Pocketsflow } from 'pocketsflow'
import type { Delivery } from '@/lib/payments/contract/events'
import { createPocketsflowGateway, type PocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { startSandbox } from '@/sandbox/server'
import type { ProviderWorld } from './provider-world'
import { startListener } from './sandbox-listener'

const apiKey = 'pk_test_contract'
const events = ['order.completed', 'order.refunded'] as const

type Payer = { email?: string; country?: string; discountCode?: string }

export type PocketsflowWorld = Omit<ProviderWorld, 'gateway' | 'gatewayWith'> & {
  gateway: PocketsflowGateway
  gatewayWith(options: { timeoutMs?: number }): PocketsflowGateway
  /** The official SDK, as the merchant's own hand at the provider. */
  sdk: Pocketsflow
  switches(values: Record<string, unknown>): Promise<void>
  control(method: string, path: string, body?: unknown): Promise<unknown>
  /** Methods and paths that the API was called with since the last reset. */
  calls(): Promise<string[]>
  pay(sessionId: string, payer?: Payer): Promise<{ providerOrderId: string }>
}

/** The sandbox with a registered webhook, and the real adapter before it. */
export async function openPocketsflowWorld(): Promise<PocketsflowWorld> {
  const sandbox = await startSandbox({ port: 0, dataDir: null })
  const listener = await startListener()
  const sdk = new Pocketsflow({ apiKey, baseUrl: sandbox.url })
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const webhook = await sdk.webhooks.create({ url: listener.url, events: [...events] })
  const gatewayWith = ({ timeoutMs = 5_000 } = {}) =>
    createPocketsflowGateway({ apiKey, apiUrl: sandbox.url, webhookSecrets: ['whsec_next', webhook.secret], timeoutMs })
  const lastDelivery = async (): Promise<Delivery> => {
    await listener.arrived(1)
    const { body = '', headers = {} } = listener.received.at(-1) ?? {}
    return { rawBody: Buffer.from(body), headers: new Headers(headers as Record<string, string>) }
  }
  return {
    sdk,
    secrets: [apiKey, webhook.secret],
    gateway: gatewayWith(),
    gatewayWith,
    control,
    lastDelivery,
    switches: async (values) => void (await control('PATCH', '/switches', values)),
    fault: async (kind) => void (await control('PATCH', '/switches', { api_fault: kind })),
    pay: async (sessionId, payer = {}) => {
      const { order } = (await control('POST', `/sessions/${sessionId}/pay`, payer)) as { order: { _id: string } }
      return { providerOrderId: order._id }
    },
    calls: async () => {
      const { entries } = (await control('GET', '/log')) as {
        entries: { kind: string; method: string; path: string }[]
      }
      return entries.filter(({ kind }) => kind === 'api').map(({ method, path }) => `${method} ${path}`)
    },
    reset: async () => {
      await control('POST', '/reset', {})
      listener.received.length = 0
    },
    stop: async () => {
      listener.stop()
      await sandbox.stop()
    },
  }
}

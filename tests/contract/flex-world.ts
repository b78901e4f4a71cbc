import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import type { Delivery } from '@/lib/payments/contract/events'
import { createFlexGateway, type FlexGateway } from '@/lib/payments/flex/gateway'
import { type FlexSandbox, openFlexSandbox } from './flex-sandbox-world'
import { granted, notNoted, orderRequest, type ProviderWorld } from './provider-world'
import { startListener } from './sandbox-listener'

const apiKey = 'fsk_test_contract'

export type FlexWorld = Omit<ProviderWorld, 'gateway' | 'gatewayWith'> & {
  gateway: FlexGateway
  gatewayWith(options: { timeoutMs?: number }): FlexGateway
  flex: FlexSandbox
  /** An order of lines, opened and paid; the session's id. */
  buy(over?: Partial<CheckoutRequest>, payer?: object): Promise<string>
  /** Methods and paths that the API was called with since the last reset. */
  calls(): Promise<string[]>
  bodies(call: string): Promise<Record<string, unknown>[]>
}

/** An order of lines. */
export const linesRequest = (over: Partial<CheckoutRequest> = {}) =>
  orderRequest({ product: { kind: 'lines' }, ...over })

type Entry = { kind: string; method: string; path: string; requestBody: string }

/** Flex as the sandbox plays it with a registered webhook, and the real adapter before it. */
export async function openFlexWorld(): Promise<FlexWorld> {
  const flex = await openFlexSandbox()
  const listener = await startListener()
  const webhook = await flex.register(listener.url, ['checkout.session.completed', 'refund.updated'])
  const gatewayWith = ({ timeoutMs = 5_000 } = {}) =>
    createFlexGateway({
      apiKey,
      apiUrl: flex.url,
      webhookSecrets: ['fwhsec_bmV4dC1zZWNyZXQ=', webhook.signing_secret],
      timeoutMs,
    })
  const entries = async () => {
    const { entries: all } = (await flex.look('/log')) as { entries: Entry[] }
    return all.filter(({ kind }) => kind === 'api')
  }
  const gateway = gatewayWith()
  return {
    flex,
    buy: async (over = {}, payer = {}) => {
      const { sessionId } = granted(await gateway.createCheckout(linesRequest(over), notNoted))
      await flex.pay(sessionId, payer)
      return sessionId
    },
    secrets: [apiKey, webhook.signing_secret],
    gateway,
    gatewayWith,
    lastDelivery: async (): Promise<Delivery> => {
      await listener.arrived(1)
      const { body = '', headers = {} } = listener.received.at(-1) ?? {}
      return { rawBody: Buffer.from(body), headers: new Headers(headers as Record<string, string>) }
    },
    fault: async (kind) => void (await flex.switches({ api_fault: kind })),
    pay: async (sessionId) => {
      await flex.pay(sessionId)
      return { providerOrderId: sessionId }
    },
    calls: async () => (await entries()).map(({ method, path }) => `${method} ${path.split('?')[0]}`),
    bodies: async (call) =>
      (await entries())
        .filter(({ method, path }) => `${method} ${path}` === call)
        .map(({ requestBody }) => JSON.parse(requestBody) as Record<string, unknown>),
    reset: async () => {
      await flex.send('POST', '/_sandbox/reset', {})
      listener.received.length = 0
    },
    stop: async () => {
      listener.stop()
      await flex.stop()
    },
  }
}

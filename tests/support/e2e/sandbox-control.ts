import { createHmac } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { world } from './world'

export type SandboxOrder = { _id: string; totalMinor: number }
export type SandboxSession = { _id: string; state: string; successUrl: string; metadata: Record<string, string> }

type LogEntry = { kind: string; requestBody: string }
type Webhook = { testMode: boolean; secret: string }

type Metadata = { metadata?: Record<string, string> }

const isFor = (orderNumber: string) => (one: Metadata) => one.metadata?.external_order_id === orderNumber

/** What tests tell the payment sandbox, and ask it. */
export function sandboxControl(request: APIRequestContext) {
  const call = async <Answer>(method: string, path: string, data?: unknown): Promise<Answer> => {
    const response = await request.fetch(`${world().sandboxUrl}/_sandbox${path}`, { method, data })
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`)
    return response.json()
  }
  return {
    turn: (switches: Record<string, unknown>) => call('PATCH', '/switches', switches),
    backToNormal: () => call('DELETE', '/switches'),
    sessionsOf: async (orderNumber: string) =>
      (await call<{ sessions: SandboxSession[] }>('GET', '/sessions')).sessions.filter(isFor(orderNumber)),
    /** Products that the merchant made in the provider's own dashboard. */
    fillCatalogue: async (fields: { name: string; price: number; count?: number }) =>
      (await call<{ products: { _id: string }[] }>('POST', '/products', fields)).products,
    changeProduct: (id: string, fields: { price: number }) => call('POST', `/products/${id}`, fields),
    /** Pays a session without its page. */
    pay: async (sessionUrl: string) => {
      const sessionId = sessionUrl.split('/').at(-1)
      return (await call<{ order: SandboxOrder }>('POST', `/sessions/${sessionId}/pay`, {})).order
    },
    /** The newest webhook of an order, byte for byte, whether it arrived or was lost, and its signature. */
    webhookOf: async (orderId: string) => {
      const { entries } = await call<{ entries: LogEntry[] }>('GET', '/log')
      const sent = entries.findLast(({ kind, requestBody }) => kind === 'webhook' && requestBody.includes(orderId))
      const { webhooks } = await call<{ webhooks: Webhook[] }>('GET', '/webhooks')
      const secret = webhooks.find(({ testMode }) => testMode)?.secret
      if (!sent || !secret) throw new Error(`no webhook of ${orderId} was sent`)
      return { body: sent.requestBody, signature: createHmac('sha256', secret).update(sent.requestBody).digest('hex') }
    },
    /** The subscription that a story's address has there. */
    subscriptionOf: async (email: string) => {
      const { subscriptions } = await call<{ subscriptions: { _id: string; buyerEmail: string }[] }>(
        'GET',
        '/subscriptions',
      )
      const found = subscriptions.find(({ buyerEmail }) => buyerEmail === email)
      if (!found) throw new Error(`${email} has no subscription`)
      return found._id
    },
    /** Takes a subscription to its next interval, which is charged. */
    renew: (subscriptionId: string) => call('POST', `/subscriptions/${subscriptionId}/renew`),
    /** Sends an order's webhook again. */
    deliver: (orderId: string, how: Record<string, unknown>) =>
      call<{ deliveries: { status: number | null }[] }>('POST', `/orders/${orderId}/deliver`, how),
  }
}

export type SandboxControl = ReturnType<typeof sandboxControl>

import type { APIRequestContext } from '@playwright/test'
import { world } from './world'

export type SandboxOrder = { _id: string; totalMinor: number }
export type SandboxSession = { _id: string; state: string; metadata: Record<string, string> }

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
    /** Pays a session without its page. */
    pay: async (sessionUrl: string) => {
      const sessionId = sessionUrl.split('/').at(-1)
      return (await call<{ order: SandboxOrder }>('POST', `/sessions/${sessionId}/pay`, {})).order
    },
    /** Sends an order's webhook again. */
    deliver: (orderId: string, how: Record<string, unknown>) =>
      call<{ deliveries: { status: number | null }[] }>('POST', `/orders/${orderId}/deliver`, how),
  }
}

export type SandboxControl = ReturnType<typeof sandboxControl>

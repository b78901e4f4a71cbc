import { world } from './world'

export type SandboxOrder = { _id: string; buyerEmail: string; totalMinor: number; metadata?: Record<string, string> }
export type SandboxSession = { _id: string; metadata: Record<string, string>; state: string; productId: string }

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const response = await fetch(`${world().sandboxUrl}/_sandbox${path}`, init)
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json() as Promise<Answer>
}

const isFor = (orderNumber: string) => (one: { metadata?: Record<string, string> }) =>
  one.metadata?.external_order_id === orderNumber

/** What tests tell the payment sandbox, and ask it. */
export const sandboxControl = {
  turn: (switches: Record<string, unknown>) => call('PATCH', '/switches', switches),
  backToNormal: () => call('DELETE', '/switches'),
  sessionsOf: async (orderNumber: string) =>
    (await call<{ sessions: SandboxSession[] }>('GET', '/sessions')).sessions.filter(isFor(orderNumber)),
  ordersOf: async (orderNumber: string) =>
    (await call<{ orders: SandboxOrder[] }>('GET', '/orders')).orders.filter(isFor(orderNumber)),
  pay: (sessionId: string) => call<{ order: SandboxOrder }>('POST', `/sessions/${sessionId}/pay`, {}),
  deliver: (orderId: string, how: Record<string, unknown> = {}) =>
    call<{ deliveries: { status: number | null }[] }>('POST', `/orders/${orderId}/deliver`, how),
}

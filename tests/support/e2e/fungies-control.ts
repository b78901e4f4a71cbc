import type { APIRequestContext } from '@playwright/test'
import { world } from './world'

type FungiesOrder = { _id: string }

/** What tests tell Fungies as the sandbox plays it, its dashboard included. Who turns its switches turns them back. */
export function fungiesControl(request: APIRequestContext) {
  const call = async <Answer>(method: string, path: string, data?: unknown): Promise<Answer> => {
    const response = await request.fetch(`${world().fungiesUrl}/_sandbox${path}`, { method, data })
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`)
    return response.json()
  }
  return {
    turn: (switches: Record<string, unknown>) => call('PATCH', '/switches', switches),
    backToNormal: () => call('DELETE', '/switches'),
    /** Pays a store page without its form. */
    pay: async (pageUrl: string) =>
      (await call<{ order: FungiesOrder }>('POST', `/elements/${new URL(pageUrl).pathname.split('/').at(-1)}/pay`, {}))
        .order,
    /** In the dashboard: there is no call for it. */
    refund: (orderId: string, amountMinor?: number) => call('POST', `/orders/${orderId}/refund`, { amountMinor }),
    /** The next interval is charged. */
    renew: (subscriptionId: string) => call('POST', `/subscriptions/${subscriptionId}/renew`),
  }
}

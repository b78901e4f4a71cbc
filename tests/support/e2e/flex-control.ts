import type { APIRequestContext } from '@playwright/test'
import { world } from './world'

export type FlexSession = {
  _id: string
  successUrl: string
  clientReferenceId: string | null
  refunds: { amountMinor: number; status: string }[]
}

/** What tests tell Flex as the sandbox plays it, and ask it. Who turns its switches turns them back. */
export function flexControl(request: APIRequestContext) {
  const call = async <Answer>(method: string, path: string, data?: unknown): Promise<Answer> => {
    const response = await request.fetch(`${world().flexUrl}/_sandbox${path}`, { method, data })
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`)
    return response.json()
  }
  return {
    turn: (switches: Record<string, unknown>) => call('PATCH', '/switches', switches),
    backToNormal: () => call('DELETE', '/switches'),
    pay: (sessionId: string) => call('POST', `/sessions/${sessionId}/pay`, {}),
    expire: (sessionId: string) => call('POST', `/sessions/${sessionId}/expire`, {}),
    /** As if “Pay” had been pressed, and one more step were asked for. */
    askForMore: (sessionId: string) =>
      call('POST', `/sessions/${sessionId}`, { nextAction: 'provide_second_payment_method' }),
    /** The next interval is charged. */
    renew: (subscriptionId: string) => call('POST', `/subscriptions/${subscriptionId}/renew`, {}),
    /** Where its buyer is sent when the payment is through. */
    returnUrl: ({ _id, successUrl }: FlexSession) => successUrl.replace('{CHECKOUT_SESSION_ID}', _id),
    /** Newest first. */
    sessionsOf: async (orderNumber: string) => {
      const { sessions } = await call<{ sessions: FlexSession[] }>('GET', '/sessions')
      return sessions.filter(({ clientReferenceId }) => clientReferenceId === orderNumber)
    },
  }
}

import 'server-only'
import type { Clock } from '@/lib/clock'
import { inTransaction, rows, sql } from '@/lib/db'
import { failureText } from '@/lib/payments/failure-text'
import type { FindGateway } from '@/lib/payments/gateway'
import { providerName } from '@/lib/payments/providers'
import { findGateway } from '@/lib/payments/registry'
import { err, ok, type Result } from '@/lib/shared/result'
import { type SubscriptionRecord, subscriptionColumns } from './subscription-record'
import { syncSubscription } from './sync-subscription'
import { writeSubscriptionEvent } from './write-event'

/** Who ends which subscription. */
export type CancelInput = {
  subscriptionId: number
  actor: 'shopper' | 'merchant'
  merchantId?: number
  clock: Clock
}

/** Why it goes on. */
export type CancelError = { code: 'unknown_subscription' | 'provider_not_ready' | 'provider_failed'; detail: string }

/** `already`: it was cancelled before. `asked`: the provider took it, and does not show it yet. */
export type Cancelled = { outcome: 'cancelled' | 'already' | 'asked' }

export type CancelDeps = { gateway: FindGateway }

const isEnding = ({ state, cancelAtPeriodEnd }: Pick<SubscriptionRecord, 'state' | 'cancelAtPeriodEnd'>) =>
  state === 'cancelled' || cancelAtPeriodEnd

async function find(subscriptionId: number): Promise<SubscriptionRecord | null> {
  const [found] = await rows<SubscriptionRecord>(
    sql`select ${subscriptionColumns} from subscriptions s where s.id = ${subscriptionId}`,
  )
  return found ?? null
}

async function noteAsked({ subscriptionId, actor, merchantId, clock }: CancelInput): Promise<void> {
  const text = actor === 'merchant' ? 'A merchant cancelled it.' : 'The subscriber cancelled it.'
  await inTransaction((tx) =>
    writeSubscriptionEvent(tx, {
      subscriptionId,
      at: clock.now(),
      actor,
      merchantId: merchantId ?? null,
      kind: 'cancel_asked',
      text,
    }),
  )
}

const failed = (code: CancelError['code'], detail: string) => err({ code, detail })

/**
 * Cancels a subscription at its provider, at the end of its interval where the provider lets one choose, and takes over what
 * the provider then says. Safe to repeat: one that is cancelled stays so.
 */
export async function cancelSubscription(
  input: CancelInput,
  deps: CancelDeps = { gateway: findGateway },
): Promise<Result<Cancelled, CancelError>> {
  const subscription = await find(input.subscriptionId)
  if (!subscription) return failed('unknown_subscription', 'There is no such subscription.')
  if (isEnding(subscription)) return ok({ outcome: 'already' })
  const { provider, mode, providerSubscriptionId } = subscription
  const gateway = deps.gateway(provider, mode)
  if (!gateway?.subscriptions)
    return failed(
      'provider_not_ready',
      `${providerName(provider)} is not configured in ${mode} mode, so it cannot be asked.`,
    )
  const answer = await gateway.subscriptions.cancel(providerSubscriptionId)
  if (!answer.ok) return failed('provider_failed', failureText(answer.error))
  await noteAsked(input)
  await syncSubscription({ gateway, clock: input.clock, providerSubscriptionId, confirmedBy: 'return_check' })
  const after = await find(input.subscriptionId)
  return ok({ outcome: after && isEnding(after) ? 'cancelled' : 'asked' })
}

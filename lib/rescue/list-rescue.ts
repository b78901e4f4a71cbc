import 'server-only'
import type { Clock } from '@/lib/clock'
import { providerName } from '@/lib/payments/providers'
import { readSweepHealth, type SweepHealth } from '@/lib/reconciliation/sweep-health'
import { findDrifts } from './find-drifts'
import { findOwedMoney } from './find-owed-money'
import { findPartRefunds } from './find-part-refunds'
import { findTroubledOrders } from './find-troubled-orders'
import { findTroubledRefunds } from './find-troubled-refunds'
import { findUnaskableOrders } from './find-unaskable-orders'
import { findUnaskableSubscriptions } from './find-unaskable-subscriptions'
import { findUnmatchedSubscriptions } from './find-unmatched-subscriptions'
import type { RescueItem } from './model'
import { sortRescue } from './sort-rescue'
import { readWebhookHealth, type WebhookReport } from './webhook-health'

const noMoney = { orderNumber: null, atRisk: null, attachable: null }

function webhookItems({ provider, verdict }: WebhookReport): RescueItem[] {
  if (verdict.state === 'well' || !verdict.isUrgent) return []
  const action = { do: 'open', path: '/admin/providers', text: 'Compare the webhook' } as const
  return [
    {
      ...noMoney,
      key: `webhooks:${provider}:${verdict.state}`,
      kind: 'webhooks',
      subject: verdict.title,
      since: verdict.since,
      sentence: verdict.text,
      action,
    },
  ]
}

function sweepItems(health: readonly SweepHealth[]): RescueItem[] {
  return health
    .filter((one) => one.isLagging)
    .map((one) => ({
      ...noMoney,
      key: `sweep:${one.provider}:${one.mode}`,
      kind: 'sweep',
      subject: `${providerName(one.provider)}, ${one.mode}`,
      since: one.completeAt ?? one.startedAt,
      sentence: `Lost payments wait for longer than they should: the last whole look was ${Math.round(one.lagSeconds / 60)} minutes ago. ${one.problem ?? 'Check that the worker runs.'}`,
      action: { do: 'open', path: '/admin/providers', text: 'See the provider’s state' },
    }))
}

/** What needs a person, and how each provider's webhooks do, which is part of it. */
export type Attention = { items: RescueItem[]; webhooks: WebhookReport[] }

/** The list of `listRescue` beside whether webhooks arrive, for pages that show both: ten statements. Reads only. */
export async function readAttention(clock: Clock): Promise<Attention> {
  const [owed, orders, refunds, parts, webhooks, sweeps, drifts, subscriptions, unaskable, unaskableToo] =
    await Promise.all([
      findOwedMoney(),
      findTroubledOrders(clock.now()),
      findTroubledRefunds(),
      findPartRefunds(),
      readWebhookHealth(clock),
      readSweepHealth(clock),
      findDrifts(),
      findUnmatchedSubscriptions(),
      findUnaskableOrders(clock.now()),
      findUnaskableSubscriptions(clock.now()),
    ])
  const derived = [...webhooks.flatMap(webhookItems), ...sweepItems(sweeps), ...drifts]
  const items = sortRescue([
    ...owed,
    ...orders,
    ...refunds,
    ...parts,
    ...subscriptions,
    ...unaskable,
    ...unaskableToo,
    ...derived,
  ])
  return { items, webhooks }
}

/**
 * All that needs a person, most money first, derived from what is written down and from nothing else: empty means that it
 * was looked at and is well. Reads only.
 */
export const listRescue = async (clock: Clock): Promise<RescueItem[]> => (await readAttention(clock)).items

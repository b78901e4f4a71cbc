import 'server-only'
import type { WebhookEvent } from 'pocketsflow'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { RegisteredWebhook } from '@/lib/payments/contract/webhooks'
import { absentIs } from '@/lib/payments/read-answer'
import { ok } from '@/lib/shared/result'
import { answerOf, isPocketsflowId, type PocketsflowApi } from './calls'
import type { PocketsflowClient } from './client'
import { modeOf } from './orders'
import { anyAnswer, webhookListSchema, webhookMadeSchema, webhookSchema } from './schemas'

/** `GET /webhooks`: those of the key's mode; entries of an unknown form are left out. Safe to repeat. */
export async function listWebhooks(api: PocketsflowApi): Answer<RegisteredWebhook[]> {
  const client = api.open()
  const listed = await answerOf('reads', webhookListSchema, () => client.webhooks.list())
  if (!listed.ok) return listed
  const webhooks = listed.value.flatMap((raw) => webhookSchema.safeParse(raw).data ?? [])
  return ok(webhooks.map(({ testMode, ...webhook }) => ({ ...webhook, mode: modeOf(testMode, api.mode) })))
}

/** `POST /webhooks` (docs/providers.md); the secret is used as it is, never decoded. */
export async function createWebhook(
  client: PocketsflowClient,
  { url, events }: { url: string; events: string[] },
): Answer<{ id: string; secret: string }> {
  const params = { url, events: events as WebhookEvent[], description: 'Pocketshop', active: true }
  return answerOf('changes', webhookMadeSchema, () => client.webhooks.create(params))
}

/** `PUT /webhooks/:id`; the secret stays. Safe to repeat. */
export async function updateWebhook(
  client: PocketsflowClient,
  id: string,
  { active, events }: { active: boolean; events: string[] },
): Answer<void> {
  const changes = { active, events: events as WebhookEvent[] }
  const answer = await answerOf('changes', anyAnswer, () => client.webhooks.update(id, changes))
  return answer.ok ? ok(undefined) : answer
}

/** `DELETE /webhooks/:id`. Safe to repeat: one that is gone already counts as removed. */
export async function removeWebhook(client: PocketsflowClient, id: string): Answer<void> {
  if (!isPocketsflowId(id)) return ok(undefined)
  const answer = absentIs(null, await answerOf('changes', anyAnswer, () => client.webhooks.delete(id)))
  return answer.ok ? ok(undefined) : answer
}

import 'server-only'
import type { GatewayError, RegisteredWebhook } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import { answerOf } from './calls'
import type { PocketsflowClient } from './client'
import { webhookListSchema, webhookSchema } from './schemas'

/** `GET /webhooks`: those of the key's mode; entries of an unknown form are left out. Safe to repeat. */
export async function listWebhooks(client: PocketsflowClient): Promise<Result<RegisteredWebhook[], GatewayError>> {
  const listed = await answerOf('reads', webhookListSchema, () => client.webhooks.list())
  if (!listed.ok) return listed
  return ok(listed.value.flatMap((raw) => webhookSchema.safeParse(raw).data ?? []))
}

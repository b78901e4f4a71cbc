import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { RegisteredWebhook } from '@/lib/payments/contract/webhooks'
import { absentIs } from '@/lib/payments/read-answer'
import { err, ok } from '@/lib/shared/result'
import { type FlexApi, isFlexId } from './client'
import { modeOf } from './payments'
import { anyAnswer, webhookSchema } from './schemas'

/** Flex shows no list: of the webhooks that the shop registered, those that still stand. Safe to repeat. */
export async function listWebhooks(api: FlexApi, knownIds: readonly string[]): Answer<RegisteredWebhook[]> {
  const client = api.open()
  const found: RegisteredWebhook[] = []
  for (const id of knownIds.filter(isFlexId)) {
    const answer = absentIs(null, await client.call({ method: 'GET', path: `/webhooks/${id}` }, webhookSchema))
    if (!answer.ok) return answer
    if (!answer.value) continue
    const { url, events, test_mode: testMode } = answer.value
    found.push({ id, url, events, active: true, mode: modeOf(testMode, api.mode) })
  }
  return ok(found)
}

/** `POST /webhooks` (vendor's own plugin). Each call registers another one. */
export async function createWebhook(
  api: FlexApi,
  webhook: { url: string; events: string[] },
): Answer<{ id: string; secret: string }> {
  const made = await api.open().call({ method: 'POST', path: '/webhooks', body: { webhook } }, webhookSchema)
  if (!made.ok) return made
  const { id, signing_secret: secret } = made.value
  if (secret) return ok({ id, secret })
  return err({ code: 'unreadable', detail: 'The answer shows no secret.', ambiguous: true })
}

/** An update is a POST to the webhook; it cannot be switched off, only deleted. Safe to repeat. */
export async function updateWebhook(api: FlexApi, id: string, { events }: { events: string[] }): Answer<void> {
  if (!isFlexId(id)) return err({ code: 'not_found', detail: 'This is no webhook of Flex’s.' })
  const call = { method: 'POST', path: `/webhooks/${id}`, body: { webhook: { events } } } as const
  const answer = await api.open().call(call, anyAnswer)
  return answer.ok ? ok(undefined) : answer
}

/** Safe to repeat: one that is gone already counts as removed. */
export async function removeWebhook(api: FlexApi, id: string): Answer<void> {
  if (!isFlexId(id)) return ok(undefined)
  const answer = absentIs(null, await api.open().call({ method: 'DELETE', path: `/webhooks/${id}` }, anyAnswer))
  return answer.ok ? ok(undefined) : answer
}

import { z } from 'zod'
import { findProvider } from '@/lib/payments/providers'
import { readNote, writeNote } from '../shop/data-dir'

/** Any test key is an account of its own at the sandbox; the demo keeps to this one. */
export const DEMO_FLEX_KEY = 'fsk_test_demo_pocketshop'

const NOTE = 'sandbox-flex-webhook.json'
const noteSchema = z.object({
  id: z.string(),
  url: z.string(),
  secret: z.string(),
  events: z.array(z.string()).default([]),
})
const madeSchema = z.object({ webhook: z.object({ webhook_id: z.string(), signing_secret: z.string() }) })

/** Every event that the shop acts on. */
const needed = findProvider('flex')?.events ?? []

function call(apiUrl: string, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${DEMO_FLEX_KEY}`, 'content-type': 'application/json' }
  return fetch(`${apiUrl}/v1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
}

/** Registers the shop's webhook once, as a merchant would, and keeps its secret. */
export async function registerFlexWebhook(apiUrl: string, dataDir: string, url: string): Promise<string> {
  const text = await readNote(dataDir, NOTE)
  const noted = text ? noteSchema.parse(JSON.parse(text)) : null
  const stands = noted && (await call(apiUrl, 'GET', `/webhooks/${noted.id}`)).ok
  const isTold = needed.every((name) => noted?.events.includes(name))
  if (stands && isTold && noted.url === url) return noted.secret
  if (stands) await call(apiUrl, 'DELETE', `/webhooks/${noted.id}`)
  const answer = await call(apiUrl, 'POST', '/webhooks', { webhook: { url, events: needed } })
  const { webhook } = madeSchema.parse(await answer.json())
  const { webhook_id: id, signing_secret: secret } = webhook
  await writeNote(dataDir, NOTE, JSON.stringify({ id, url, secret, events: needed }))
  return secret
}

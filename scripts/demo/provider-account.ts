import { Pocketsflow, type Product, type WebhookEvent } from 'pocketsflow'
import { z } from 'zod'
import { findProvider } from '@/lib/payments/providers'
import { readNote, writeNote } from '../shop/data-dir'

/** Any test key is an account of its own at the sandbox; the demo keeps to this one. */
export const DEMO_API_KEY = 'pk_test_demo_pocketshop'

const NOTE = 'sandbox-webhook.json'
const noteSchema = z.object({ id: z.string(), url: z.string(), secret: z.string() })

export const openAccount = (sandboxUrl: string) => new Pocketsflow({ apiKey: DEMO_API_KEY, baseUrl: sandboxUrl })

/** Every event that the shop acts on. */
const needed = findProvider('pocketsflow')?.events ?? []

/** Registers the shop's webhook once, as a merchant would, and keeps its secret: the provider shows it only then. */
export async function registerWebhook(account: Pocketsflow, dataDir: string, url: string): Promise<string> {
  const text = await readNote(dataDir, NOTE)
  const noted = text ? noteSchema.parse(JSON.parse(text)) : null
  const registered = await account.webhooks.list()
  const current = registered.find(({ _id }) => _id === noted?.id)
  const isTold = needed.every((name) => (current?.events as string[] | undefined)?.includes(name))
  if (noted && noted.url === url && isTold) return noted.secret
  for (const old of registered) await account.webhooks.delete(old._id)
  const { _id, secret } = await account.webhooks.create({
    url,
    events: [...needed] as WebhookEvent[],
    description: 'Pocketshop demo',
  })
  await writeNote(dataDir, NOTE, JSON.stringify({ id: _id, url, secret }))
  return secret
}

export type SoldVariant = { id: number; name: string; price: number; providerProductId: string | null }

/** Makes sure that each variant has a product of its own at the provider. @returns their ids, by variant. */
export async function ensureProducts(account: Pocketsflow, variants: SoldVariant[]): Promise<Map<number, string>> {
  const known = new Set((await account.products.list()).map(({ _id }: Product) => _id))
  const ids = new Map<number, string>()
  for (const { id, name, price, providerProductId } of variants) {
    if (providerProductId && known.has(providerProductId)) ids.set(id, providerProductId)
    else ids.set(id, (await account.products.create({ name, price, published: true, payWant: false }))._id)
  }
  return ids
}

import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { openSealed, sealText } from '@/lib/sealed-text'
import type { Mode, ProviderId } from './contract/provider-id'

/** Whose secrets: a provider's webhooks of one mode. */
export type SecretsOwner = { id: ProviderId; mode: Mode }

/** `secret` is null when AUTH_SECRET was changed since it was stored. */
export type StoredSecret = { webhookId: string; secret: string | null; createdAt: Date }

type Cached = { secrets: readonly string[]; readAtMs: number; reading: Promise<void> | null }

// Next may hold this module more than once in a process; what one of them stores all must accept.
const shared = globalThis as { pocketshopSigningSecrets?: Map<string, Cached> }

const freshForMs = 5_000
const waitAtMostMs = 500

function cacheOf(): Map<string, Cached> {
  shared.pocketshopSigningSecrets ??= new Map()
  return shared.pocketshopSigningSecrets
}

const keyOf = ({ id, mode }: SecretsOwner) => `${id} ${mode}`

const labelOf = (owner: SecretsOwner, webhookId: string) => ({
  purpose: 'webhook secrets',
  belongsTo: `${keyOf(owner)} ${webhookId}`,
})

type StoredRow = { webhookId: string; ciphertext: Buffer; createdAt: Date }

/** The secrets of webhooks that this shop registered, oldest first. @throws when the database is down. */
export async function readSigningSecrets(owner: SecretsOwner): Promise<StoredSecret[]> {
  const stored = await rows<StoredRow>(
    sql`select webhook_id as "webhookId", ciphertext, created_at as "createdAt" from signing_secrets
      where provider = ${owner.id}::provider and mode = ${owner.mode}::payment_mode order by id`,
    { pool: 'webhook', timeoutMs: 2_000 },
  )
  return stored.map(({ webhookId, ciphertext, createdAt }) => ({
    webhookId,
    createdAt,
    secret: openSealed(labelOf(owner, webhookId), ciphertext),
  }))
}

/** Keeps a webhook's secret, encrypted; this process accepts it at once, others within seconds. Safe to repeat. */
export async function storeSigningSecret(
  owner: SecretsOwner,
  { webhookId, secret, at }: { webhookId: string; secret: string; at: Date },
): Promise<void> {
  const ciphertext = sealText(labelOf(owner, webhookId), secret)
  await rows(sql`
    insert into signing_secrets (provider, mode, webhook_id, ciphertext, created_at)
    values (${owner.id}::provider, ${owner.mode}::payment_mode, ${webhookId}, ${ciphertext}, ${at})
    on conflict (provider, mode, webhook_id) do update set ciphertext = excluded.ciphertext, created_at = excluded.created_at`)
  cacheOf().delete(keyOf(owner))
}

/** Forgets the secrets of webhooks that are none of `webhookIds`: nothing signs with them any more. Safe to repeat. */
export async function keepOnlySigningSecrets(owner: SecretsOwner, webhookIds: string[]): Promise<void> {
  await rows(sql`
    delete from signing_secrets where provider = ${owner.id}::provider and mode = ${owner.mode}::payment_mode
      and not (webhook_id = any(${webhookIds}))`)
  cacheOf().delete(keyOf(owner))
}

async function readAgain(owner: SecretsOwner): Promise<void> {
  const key = keyOf(owner)
  const readAtMs = performance.now()
  let secrets = knownSigningSecrets(owner)
  try {
    const stored = await readSigningSecrets(owner)
    secrets = stored.flatMap(({ secret }) => secret ?? [])
  } catch (error) {
    log().warn({ err: error, provider: owner.id }, 'stored webhook secrets could not be read')
  }
  cacheOf().set(key, { secrets, readAtMs, reading: null })
}

/** The stored secrets as this process last read them, without asking anybody. */
export const knownSigningSecrets = (owner: SecretsOwner): readonly string[] =>
  cacheOf().get(keyOf(owner))?.secrets ?? []

/**
 * Looks at the stored secrets again, at most every five seconds however many ask, and waits half a second for them at
 * most: a database that is slow or down leaves what was known. Never throws.
 */
export async function refreshSigningSecrets(owner: SecretsOwner): Promise<readonly string[]> {
  const key = keyOf(owner)
  const cached = cacheOf().get(key)
  if (cached && !cached.reading && performance.now() - cached.readAtMs < freshForMs) return cached.secrets
  const reading = cached?.reading ?? readAgain(owner)
  if (!cached?.reading) cacheOf().set(key, { secrets: knownSigningSecrets(owner), readAtMs: 0, reading })
  const late = new AbortController()
  await Promise.race([reading, pause(waitAtMostMs, undefined, { signal: late.signal }).catch(() => undefined)])
  late.abort()
  return knownSigningSecrets(owner)
}

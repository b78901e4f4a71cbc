import 'server-only'
import type { Clock } from '@/lib/clock'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { err, ok, type Result } from '@/lib/shared/result'
import type { GatewayError, PaymentGateway, RegisteredWebhook } from './gateway'
import { addressCure, compareWebhooks, type KnownSecrets, neededEvents, type WebhookComparison } from './model'
import { keepOnlySigningSecrets, readSigningSecrets, type StoredSecret, storeSigningSecret } from './signing-secrets'

export type RegistrationDeps = { gateway: PaymentGateway; clock: Clock }

/** `fresh` replaces a webhook that works already: a new secret is made, and the old one goes. */
export type RegistrationWish = 'mend' | 'fresh'

export type RegistrationOutcome = 'registered' | 'repaired' | 'already'

export type RegistrationError = { code: 'no_public_address'; detail: string } | GatewayError

export type WebhookStanding = WebhookComparison & {
  url: string
  /** Secrets of registered webhooks that cannot be read, because AUTH_SECRET was changed. */
  unreadableSecrets: number
}

const addressFor = ({ id }: PaymentGateway) => `${env().APP_URL}/api/webhooks/${id}`

async function knownSecretsOf(gateway: PaymentGateway): Promise<KnownSecrets & { unreadableIds: string[] }> {
  const stored = await readSigningSecrets(gateway)
  const idsOf = (secrets: StoredSecret[]) => secrets.map(({ webhookId }) => webhookId)
  return {
    isInEnvironment: env().POCKETSFLOW_WEBHOOK_SECRETS.length > 0,
    webhookIds: idsOf(stored.filter(({ secret }) => secret !== null)),
    unreadableIds: idsOf(stored.filter(({ secret }) => secret === null)),
  }
}

type Look = { standing: WebhookStanding; registered: RegisteredWebhook[]; secrets: KnownSecrets }

async function look(gateway: PaymentGateway): Promise<Result<Look, GatewayError>> {
  const listed = await gateway.webhooks.list()
  if (!listed.ok) return listed
  const secrets = await knownSecretsOf(gateway)
  const url = addressFor(gateway)
  const comparison = compareWebhooks({ url, mode: gateway.mode }, listed.value, secrets)
  const unreadableSecrets = listed.value.filter(({ id }) => secrets.unreadableIds.includes(id)).length
  const standing = { ...comparison, url, unreadableSecrets }
  return ok({ standing, registered: listed.value, secrets })
}

/** How the provider's registration compares with what the shop needs; asks the provider once. Safe to repeat. */
export async function readWebhookStanding(gateway: PaymentGateway): Promise<Result<WebhookStanding, GatewayError>> {
  const looked = await look(gateway)
  return looked.ok ? ok(looked.value.standing) : looked
}

async function remove(gateway: PaymentGateway, webhooks: RegisteredWebhook[]): Promise<void> {
  for (const { id } of webhooks) {
    const answer = await gateway.webhooks.remove(id)
    // What stays is shown as a difference and can be mended again.
    if (!answer.ok) log().warn({ provider: gateway.id, code: answer.error.code }, 'an old webhook stays registered')
  }
}

async function makeNew({ gateway, clock }: RegistrationDeps, { standing, registered }: Look) {
  const made = await gateway.webhooks.create({ url: standing.url, events: [...neededEvents] })
  if (!made.ok) return made
  const { id, secret } = made.value
  await storeSigningSecret(gateway, { webhookId: id, secret, at: clock.now() })
  await remove(gateway, standing.ours)
  // The one just replaced may still have signed what is on its way: its secret goes with the next one.
  await keepOnlySigningSecrets(gateway, [id, ...registered.map((webhook) => webhook.id)])
  return ok('registered' as const)
}

async function mend(gateway: PaymentGateway, keep: RegisteredWebhook, { standing, secrets }: Look) {
  const extra = secrets.webhookIds.includes(keep.id) ? standing.ours.filter(({ id }) => id !== keep.id) : []
  await remove(gateway, extra)
  const missing = neededEvents.filter((name) => !keep.events.includes(name))
  if (keep.active && missing.length === 0) return ok(extra.length > 0 ? ('repaired' as const) : ('already' as const))
  const mended = await gateway.webhooks.update(keep.id, { active: true, events: [...keep.events, ...missing] })
  return mended.ok ? ok('repaired' as const) : mended
}

/**
 * Makes the provider deliver to this shop: mends the webhook that is registered, or registers one, whose secret is then
 * kept encrypted and accepted at once, beside those in the environment. Safe to repeat: a registration whose answer was
 * lost is replaced the next time, since nobody knows its secret.
 */
export async function registerWebhook(
  deps: RegistrationDeps,
  wish: RegistrationWish,
): Promise<Result<RegistrationOutcome, RegistrationError>> {
  const cure = addressCure(env().APP_URL, env().POCKETSFLOW_API_URL)
  if (cure) return err({ code: 'no_public_address', detail: cure })
  const looked = await look(deps.gateway)
  if (!looked.ok) return looked
  const { standing, secrets } = looked.value
  const keep = standing.ours.find(({ id }) => secrets.isInEnvironment || secrets.webhookIds.includes(id))
  // Of several whose secrets nobody can tell apart, none is kept.
  const isOnly = standing.ours.length === 1 || secrets.webhookIds.includes(keep?.id ?? '')
  if (keep && isOnly && wish === 'mend') return mend(deps.gateway, keep, looked.value)
  return makeNew(deps, looked.value)
}

import 'server-only'
import type { Clock } from '@/lib/clock'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { err, ok, type Result } from '@/lib/shared/result'
import type { GatewayError } from './contract/gateway-error'
import type { RegisteredWebhook, WebhookCapability } from './contract/webhooks'
import type { PaymentGateway } from './gateway'
import { addressCure, compareWebhooks, type KnownSecrets, missingEvents, type WebhookComparison } from './model'
import type { ProviderDefinition } from './provider'
import { findProvider } from './providers'
import { webhookUrlOf } from './registry'
import { keepOnlySigningSecrets, readSigningSecrets, type StoredSecret, storeSigningSecret } from './signing-secrets'
import { testKeys } from './test-keys'

export type RegistrationDeps = { gateway: PaymentGateway; clock: Clock }

/** `fresh` replaces a webhook that works already: a new secret is made, and the old one goes. */
export type RegistrationWish = 'mend' | 'fresh'

/** What was done: a new webhook, the old one mended, or nothing. */
export type RegistrationOutcome = 'registered' | 'repaired' | 'already'

/** Why no webhook could be registered; `detail` says what to do. */
export type RegistrationError = { code: 'no_public_address' | 'only_by_hand'; detail: string } | GatewayError

/** How the provider's registration compares with what the shop needs. */
export type WebhookStanding = WebhookComparison & {
  url: string
  /** Secrets of registered webhooks that cannot be read, because AUTH_SECRET was changed. */
  unreadableSecrets: number
}

/** A gateway that registers webhooks, with what the shop needs of one. */
type Registrar = { gateway: PaymentGateway; webhooks: WebhookCapability; provider: ProviderDefinition }

/** Null where only the provider's dashboard registers webhooks. */
function registrarOf(gateway: PaymentGateway): Registrar | null {
  const provider = findProvider(gateway.id)
  return provider && gateway.webhooks ? { gateway, provider, webhooks: gateway.webhooks } : null
}

async function knownSecretsOf({ gateway, provider }: Registrar): Promise<KnownSecrets & { unreadableIds: string[] }> {
  const stored = await readSigningSecrets(gateway)
  const idsOf = (secrets: StoredSecret[]) => secrets.map(({ webhookId }) => webhookId)
  return {
    isInEnvironment: provider.webhookSecrets(env()).length > 0,
    webhookIds: idsOf(stored.filter(({ secret }) => secret !== null)),
    unreadableIds: idsOf(stored.filter(({ secret }) => secret === null)),
  }
}

type Look = { standing: WebhookStanding; registered: RegisteredWebhook[]; secrets: KnownSecrets }

async function look(registrar: Registrar): Promise<Result<Look, GatewayError>> {
  const { gateway, webhooks, provider } = registrar
  const secrets = await knownSecretsOf(registrar)
  const listed = await webhooks.list([...secrets.webhookIds, ...secrets.unreadableIds])
  if (!listed.ok) return listed
  const url = webhookUrlOf(gateway.id)
  const comparison = compareWebhooks({ url, mode: gateway.mode, events: provider.events }, listed.value, secrets)
  const unreadableSecrets = listed.value.filter(({ id }) => secrets.unreadableIds.includes(id)).length
  const standing = { ...comparison, url, unreadableSecrets }
  return ok({ standing, registered: listed.value, secrets })
}

/** Whether there is nothing to look at: the provider shows only what was registered from here, and nothing was. */
async function seesNothing(registrar: Registrar): Promise<boolean> {
  if (registrar.webhooks.listsAll) return false
  const { webhookIds, unreadableIds } = await knownSecretsOf(registrar)
  return webhookIds.length + unreadableIds.length === 0
}

/**
 * How the provider's registration compares with what the shop needs. Null where that cannot be seen: where only its
 * dashboard registers webhooks, or shows those that were made there; then the provider is only asked whether it takes the
 * key. Safe to repeat.
 */
export async function readWebhookStanding(
  gateway: PaymentGateway,
): Promise<Result<WebhookStanding | null, GatewayError>> {
  const registrar = registrarOf(gateway)
  if (!registrar || (await seesNothing(registrar))) {
    const tested = await testKeys(gateway)
    if (!tested.ok) return tested
    if (!registrar || registrar.provider.webhookSecrets(env()).length > 0) return ok(null)
  }
  const looked = await look(registrar)
  return looked.ok ? ok(looked.value.standing) : looked
}

async function remove({ gateway, webhooks }: Registrar, surplus: RegisteredWebhook[]): Promise<void> {
  for (const { id } of surplus) {
    const answer = await webhooks.remove(id)
    // What stays is shown as a difference and can be mended again.
    if (!answer.ok) log().warn({ provider: gateway.id, code: answer.error.code }, 'an old webhook stays registered')
  }
}

async function makeNew(registrar: Registrar, clock: Clock, { standing, registered }: Look) {
  const { gateway, webhooks, provider } = registrar
  const made = await webhooks.create({ url: standing.url, events: [...provider.events] })
  if (!made.ok) return made
  const { id, secret } = made.value
  await storeSigningSecret(gateway, { webhookId: id, secret, at: clock.now() })
  await remove(registrar, standing.ours)
  // The one just replaced may still have signed what is on its way: its secret goes with the next one.
  await keepOnlySigningSecrets(gateway, [id, ...registered.map((webhook) => webhook.id)])
  return ok('registered' as const)
}

async function mend(registrar: Registrar, keep: RegisteredWebhook, { standing, secrets }: Look) {
  const extra = secrets.webhookIds.includes(keep.id) ? standing.ours.filter(({ id }) => id !== keep.id) : []
  await remove(registrar, extra)
  const missing = missingEvents(registrar.provider.events, keep)
  if (keep.active && missing.length === 0) return ok(extra.length > 0 ? ('repaired' as const) : ('already' as const))
  const mended = await registrar.webhooks.update(keep.id, { active: true, events: [...keep.events, ...missing] })
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
  const { gateway, clock } = deps
  const registrar = registrarOf(gateway)
  if (!registrar) return err({ code: 'only_by_hand', detail: 'Its webhooks are made in its own dashboard only.' })
  const { provider } = registrar
  const cure = addressCure(env().APP_URL, { name: provider.name, apiUrl: provider.apiUrl(env()) })
  if (cure) return err({ code: 'no_public_address', detail: cure })
  const looked = await look(registrar)
  if (!looked.ok) return looked
  const { standing, secrets } = looked.value
  const keep = standing.ours.find(({ id }) => secrets.isInEnvironment || secrets.webhookIds.includes(id))
  // Of several whose secrets nobody can tell apart, none is kept.
  const isOnly = standing.ours.length === 1 || secrets.webhookIds.includes(keep?.id ?? '')
  if (keep && isOnly && wish === 'mend') return mend(registrar, keep, looked.value)
  return makeNew(registrar, clock, looked.value)
}

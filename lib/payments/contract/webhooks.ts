import type { Answer } from './gateway-error'
import type { Mode } from './provider-id'

/** Where a provider sends its deliveries, as registered with it. */
export type RegisteredWebhook = { id: string; url: string; active: boolean; events: string[]; mode: Mode }

/** Where the provider's API registers webhooks. */
export type WebhookCapability = {
  /** Whether `list` shows those too that were made elsewhere, such as in the provider's dashboard. */
  listsAll: boolean
  /** All that are registered; where the provider shows no list, those of `knownIds` that still stand. Safe to repeat. */
  list(knownIds: readonly string[]): Answer<RegisteredWebhook[]>
  /** The secret is shown this once. Not safe to repeat blindly: each call registers another one. */
  create(webhook: { url: string; events: string[] }): Answer<{ id: string; secret: string }>
  /** Safe to repeat. */
  update(id: string, changes: { active: boolean; events: string[] }): Answer<void>
  /** Safe to repeat: one that is gone already counts as removed. */
  remove(id: string): Answer<void>
}

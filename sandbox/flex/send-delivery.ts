import type { Outcome } from '../deliver'
import { logAttempt } from '../delivery-log'
import type { Forgery } from '../post'
import type { FlexEvent, Pending, Webhook } from './model'
import { signedHeaders } from './signing'
import type { World } from './world'

export type Delivery = { webhook: Webhook; event: FlexEvent; body: string }

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** How long to wait before each further try; Svix's own beat, and one for people who watch. */
const RETRY_DELAYS_MS = {
  slow: [5_000, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 10 * HOUR_MS],
  quick: [200, 200, 200, 200, 200, 200, 200],
  never: [],
}

/** One attempt, logged with what was sent and what came back. The id stays the same on every attempt. */
export async function sendDelivery(world: World, delivery: Delivery, forgery?: Forgery): Promise<Outcome> {
  const { webhook, event, body } = delivery
  const { values } = world.switches
  const timestamp = String(Math.floor(Date.now() / 1000) - values.signature_age_s)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Svix-Webhooks/1.0 (sandbox)',
    ...signedHeaders(
      { id: event._id, timestamp, body },
      { secret: webhook.secret, forgery, family: values.header_family, signatures: values.signatures },
    ),
  }
  const sentBody = forgery === 'tampered' ? body.replace(/\}$/, ',"tampered":true}') : body
  const timeoutMs = values.webhook_timeout_ms
  const outcome = await world.courier.send({ url: webhook.url, headers, body: sentBody, timeoutMs })
  logAttempt(world.log, { url: webhook.url, event: event.type, headers, body: sentBody }, outcome, forgery)
  return outcome
}

/** One attempt, and later ones when it was not taken. Resolves after the first. */
export async function sendUntilTaken(world: World, delivery: Delivery): Promise<void> {
  const { webhook, event, body } = delivery
  const { status } = await sendDelivery(world, delivery)
  if (isTaken(status)) return
  keepTrying(world, { _id: `${event._id} ${webhook._id}`, eventId: event._id, webhookId: webhook._id, body, tries: 1 })
}

/** Waits for the next try of a refused delivery; called again for those that were left when the sandbox stopped. */
export function waitForTry(world: World, pending: Pending): void {
  const timer = setTimeout(() => void tryAgain(world, pending._id), Math.max(0, pending.dueAtMs - Date.now()))
  timer.unref()
}

/** The next try at once. */
export async function tryAgain(world: World, id: string): Promise<void> {
  const pending = world.books.pending.get(id)
  if (!pending || world.stopping.aborted) return
  world.books.pending.remove(id)
  const webhook = world.books.webhooks.get(pending.webhookId)
  const event = world.books.events.get(pending.eventId)
  if (!webhook || !event) return
  const { status } = await sendDelivery(world, { webhook, event, body: pending.body })
  if (!isTaken(status)) keepTrying(world, { ...pending, tries: pending.tries + 1 })
}

function keepTrying(world: World, refused: Omit<Pending, 'dueAtMs'>): void {
  const delayMs = RETRY_DELAYS_MS[world.switches.values.webhook_retries][refused.tries - 1]
  if (delayMs === undefined || world.stopping.aborted) return
  waitForTry(world, world.books.pending.put({ ...refused, dueAtMs: Date.now() + delayMs }))
}

const isTaken = (status: number | null) => status !== null && status >= 200 && status < 300

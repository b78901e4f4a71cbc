import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Outcome } from '../deliver'
import { logAttempt, logUnsent } from '../delivery-log'
import type { JsonObject } from '../exchange'
import { mergePatch } from '../merge'
import type { Forgery } from '../post'
import { dashboardOf } from './dashboard'
import type { EventType, WaitingLetter } from './model'
import type { World } from './world'

export type Letter = { url: string; secret: string; event: EventType; body: string }

/** The letter to the merchant's webhook, its bytes fixed; null when nobody listens to this event. */
export function writeLetter(world: World, event: EventType, body: JsonObject): Letter | null {
  const { webhook } = dashboardOf(world)
  if (!webhook?.events.includes(event)) return null
  const patched = mergePatch(body, world.switches.values.webhook_overrides)
  return { url: webhook.url, secret: webhook.secret, event, body: JSON.stringify(patched) }
}

/** Sends an event under the switches. Resolves after the first attempts; what failed is sent again later. */
export async function sendEvent(world: World, event: EventType, body: JsonObject): Promise<void> {
  const letter = writeLetter(world, event, body)
  if (!letter) return
  await world.post.deliver({
    async send(forgery) {
      const outcome = await sendOnce(world, letter, forgery)
      if (forgery || isTaken(outcome)) return
      void sendAgain(world, world.books.letters.put({ ...letter, _id: randomUUID(), retries: 0 }))
    },
    noteUnsent: (note) => logUnsent(world.log, { ...letter, headers: {} }, note),
  })
}

/** One attempt, logged with what was sent and what came back. */
export async function sendOnce(world: World, letter: Letter, forgery?: Forgery): Promise<Outcome> {
  const { body, signature } = sign(world, letter, forgery)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Fungies-Webhooks/1.0 (sandbox)',
    ...(signature !== null && { 'x-fngs-signature': signature }),
  }
  const timeoutMs = world.switches.values.webhook_timeout_ms
  const outcome = await world.courier.send({ url: letter.url, headers, body, timeoutMs })
  logAttempt(world.log, { ...letter, body, headers }, outcome, forgery)
  return outcome
}

/** The same bytes again, as often as the provider tries, until they are taken; a restart goes on where it stood. */
async function sendAgain(world: World, waiting: WaitingLetter): Promise<void> {
  const { letters } = world.books
  let { retries } = waiting
  while (retries < world.switches.values.webhook_retries) {
    const waitMs = world.switches.values.webhook_retry_after_ms
    await wait(waitMs, undefined, { signal: world.stopping }).catch(() => undefined)
    // A reset forgets what waits, too.
    if (world.stopping.aborted || !letters.get(waiting._id)) return
    if (isTaken(await sendOnce(world, waiting))) break
    retries += 1
    if (world.stopping.aborted) return
    letters.put({ ...waiting, retries })
  }
  // Stopped meanwhile, nothing is written any more: it is sent once too often then.
  if (!world.stopping.aborted) letters.remove(waiting._id)
}

/** Takes up what waited when the sandbox was stopped. */
export function resumeLetters(world: World): void {
  for (const letter of world.books.letters.all()) void sendAgain(world, letter)
}

const isTaken = ({ status }: Outcome) => status !== null && status >= 200 && status < 300

/** HMAC-SHA256 over the raw body, keyed with the secret as it is written; none without a secret. */
function sign(world: World, { body, secret }: Letter, forgery?: Forgery): { body: string; signature: string | null } {
  if (forgery === 'unsigned' || secret === '') return { body, signature: null }
  const key = forgery === 'wrong_secret' ? `${secret}_of_somebody_else` : secret
  const hex = createHmac('sha256', key).update(body, 'utf8').digest('hex')
  const prefix = world.switches.values.signature_prefix
  const signature = prefix === 'nothing' ? hex : prefix + hex
  return { body: forgery === 'tampered' ? body.replace(/\}$/, ',"tampered":true}') : body, signature }
}

import { setTimeout as wait } from 'node:timers/promises'
import type { JsonObject } from '../exchange'
import { newId } from '../ids'
import { mergePatch } from '../merge'
import type { Webhook } from './model'
import { type Delivery, sendDelivery } from './send-delivery'
import type { World } from './world'

export type Announcement = { event: string; testMode: boolean; body: JsonObject }

/** Tells every active endpoint of the mode that subscribed to the event, once each, under the switches. Resolves when all attempts are over. */
export async function announce(world: World, announcement: Announcement): Promise<void> {
  const targets = subscribers(world, announcement)
  await Promise.all(targets.map((webhook) => deliverUnderSwitches(world, prepare(world, webhook, announcement))))
}

export function subscribers(world: World, { event, testMode }: { event: string; testMode: boolean }): Webhook[] {
  return world.books.webhooks
    .all()
    .filter((webhook) => webhook.testMode === testMode && webhook.active && webhook.events.includes(event))
}

/** Puts the webhookId in and fixes the bytes that will be signed. */
export function prepare(
  world: World,
  webhook: Webhook,
  { event, body }: { event: string; body: JsonObject },
): Delivery {
  const { webhook_id: named, webhook_overrides: overrides } = world.switches.values
  const webhookId = named === 'endpoint' ? webhook._id : newId(world.now())
  return { webhook, event, body: JSON.stringify(mergePatch({ webhookId, ...body }, overrides)) }
}

async function deliverUnderSwitches(world: World, delivery: Delivery): Promise<void> {
  const { values } = world.switches
  if (world.switches.hits('webhook_drop')) {
    logUnsent(world, delivery, 'lost on purpose (webhook_drop), never sent')
    return
  }
  if (!(await pause(world, values.webhook_delay_ms))) return
  if (values.webhook_reorder === 'on' && world.held.length === 0) {
    world.held.push(() => sendCopies(world, delivery))
    logUnsent(world, delivery, 'held until the next webhook has gone (webhook_reorder)')
    return
  }
  await sendCopies(world, delivery)
  await releaseHeld(world)
}

export async function releaseHeld(world: World): Promise<void> {
  for (const send of world.held.splice(0)) await send()
}

async function sendCopies(world: World, delivery: Delivery): Promise<void> {
  const { webhook_forge: forgery, webhook_copies: copies, webhook_copies_apart_ms: apartMs } = world.switches.values
  if (forgery !== 'none') await sendDelivery(world, delivery, forgery)
  const attempts: Promise<unknown>[] = []
  for (let copy = 0; copy < copies; copy += 1) {
    if (copy > 0 && !(await pause(world, apartMs))) break
    attempts.push(sendDelivery(world, delivery))
  }
  await Promise.all(attempts)
}

/** False when the sandbox stopped meanwhile. */
async function pause(world: World, ms: number): Promise<boolean> {
  if (ms > 0) await wait(ms, undefined, { signal: world.stopping }).catch(() => undefined)
  return !world.stopping.aborted
}

function logUnsent(world: World, delivery: Delivery, note: string): void {
  const { webhook, event, body } = delivery
  world.log.add({
    direction: 'out',
    kind: 'webhook',
    method: 'POST',
    path: webhook.url,
    status: null,
    headers: { 'x-pocketsflow-event': event },
    requestBody: body,
    durationMs: 0,
    note,
  })
}

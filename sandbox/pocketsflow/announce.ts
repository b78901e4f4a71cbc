import { logUnsent } from '../delivery-log'
import type { JsonObject } from '../exchange'
import { newId } from '../ids'
import { mergePatch } from '../merge'
import type { Webhook } from './model'
import { type Delivery, sendDelivery } from './send-delivery'
import type { World } from './world'

export type Announcement = { event: string; testMode: boolean; body: JsonObject }

/**
 * Tells every active endpoint of the mode that subscribed to the event, once each, under the switches. Resolves when all attempts
 * are over.
 */
export async function announce(world: World, announcement: Announcement): Promise<void> {
  const targets = subscribers(world, announcement)
  await Promise.all(
    targets.map((webhook) => {
      const delivery = prepare(world, webhook, announcement)
      return world.post.deliver({
        send: (forgery) => sendDelivery(world, delivery, forgery),
        noteUnsent: (note) => logUnsent(world.log, unsent(delivery), note),
      })
    }),
  )
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

const unsent = ({ webhook, event, body }: Delivery) => ({
  url: webhook.url,
  event,
  headers: { 'x-pocketsflow-event': event },
  body,
})

import { logUnsent } from '../delivery-log'
import type { JsonObject } from '../exchange'
import { mergePatch } from '../merge'
import type { FlexEvent, Webhook } from './model'
import { type Delivery, sendDelivery, sendUntilTaken } from './send-delivery'
import type { SwitchValues } from './switch-catalogue'
import { idOf, type World } from './world'

/** What happened: `object` is the resource as the API shows it, `resource` its singular name. */
export type Announcement = { type: string; testMode: boolean; resource: string; object: JsonObject }

/** Keeps the event and tells every webhook of the mode that subscribed. Resolves when each first attempt is over. */
export async function announce(world: World, { type, testMode, resource, object }: Announcement): Promise<void> {
  const createdAtMs = world.now()
  const event = world.books.events.put({ _id: idOf(world, 'fevt'), testMode, createdAtMs, type, resource, object })
  await Promise.all(
    subscribers(world, event).map((webhook) => {
      const delivery = prepare(world, webhook, event)
      return world.post.deliver({
        send: (forgery) => (forgery ? sendDelivery(world, delivery, forgery) : sendUntilTaken(world, delivery)),
        noteUnsent: (note) =>
          logUnsent(world.log, { url: webhook.url, event: type, headers: {}, body: delivery.body }, note),
      })
    }),
  )
}

export function subscribers(world: World, { type, testMode }: Pick<FlexEvent, 'type' | 'testMode'>): Webhook[] {
  const spelled = type.replace('checkout.session.', 'checkout_session.')
  return world.books.webhooks
    .all()
    .filter((webhook) => webhook.testMode === testMode)
    .filter(({ events }) => events.includes(type) || events.includes(spelled))
}

type Bent = { envelope?: SwitchValues['envelope']; overrides?: JsonObject | null }

/** Fixes the bytes that will be signed. */
export function prepare(world: World, webhook: Webhook, event: FlexEvent, bent: Bent = {}): Delivery {
  const { webhook_overrides: everywhere, envelope } = world.switches.values
  const body = mergePatch(mergePatch(enveloped(world, event, bent.envelope ?? envelope), everywhere), bent.overrides)
  return { webhook, event, body: JSON.stringify(body) }
}

function enveloped(world: World, event: FlexEvent, form: SwitchValues['envelope']): JsonObject {
  const { resource, object } = event
  const name = `${resource}_id`
  const objects: Record<SwitchValues['envelope'], JsonObject> = {
    A: { [resource]: object },
    A_wrapped: { [resource]: object },
    A_id: { [resource]: object[name] ?? null },
    A_only_id: { [name]: object[name] ?? null },
    B: object,
  }
  const isUnderscored = world.switches.values.event_spelling === 'underscored'
  const flat = {
    event_id: event._id,
    event_type: isUnderscored ? event.type.replace('checkout.session.', 'checkout_session.') : event.type,
    object: objects[form],
    test_mode: event.testMode,
    created_at: new Date(event.createdAtMs).toISOString(),
  }
  const isWrapped = form === 'B' || form === 'A_wrapped'
  return isWrapped ? { event: { ...flat, event_dt: Math.floor(event.createdAtMs / 1000) } } : flat
}

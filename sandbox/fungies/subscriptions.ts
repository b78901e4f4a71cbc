import { type JsonObject, Refusal } from '../exchange'
import { invalid } from '../fields'
import type { ApiCall, ApiRoute } from './api-route'
import { success } from './envelope'
import { announceSubscription } from './events'
import { newestFirst, pageOf } from './listing'
import type { Subscription } from './model'
import { subscriptionView } from './views'
import type { World } from './world'

const shown = (world: World, subscription: Subscription) =>
  success({ subscription: subscriptionView(world, subscription) })

const paused = (world: World, { params }: ApiCall) =>
  shown(world, change(world, subscriptionOf(world, params.id), { status: 'paused' }))

export const subscriptionRoutes: readonly ApiRoute[] = [
  [
    'GET',
    '/v0/subscriptions/list',
    (world, call) => {
      const page = pageOf(world, call, newestFirst(world.books.subscriptions.all()))
      return success({ subscriptions: page.shown.map((one) => subscriptionView(world, one)), ...page.counted })
    },
  ],
  ['GET', '/v0/subscriptions/:id', (world, { params }) => shown(world, subscriptionOf(world, params.id))],
  [
    'PATCH',
    '/v0/subscriptions/:id/cancel',
    (world, { params, fields }) =>
      shown(world, cancelSubscription(world, subscriptionOf(world, params.id), cancelsAtOnce(fields))),
  ],
  // Both spellings were seen.
  ['PATCH', '/v0/subscriptions/:id/pause-collection', paused],
  ['PATCH', '/v0/subscriptions/:id/pauseCollection', paused],
]

export function subscriptionOf({ books }: World, id: string | undefined): Subscription {
  const subscription = books.subscriptions.get(id ?? '')
  if (!subscription) throw new Refusal(404, 'NOT_FOUND', 'Subscription not found')
  return subscription
}

/** Ends it now, or lets it run to the end of what was paid for. Tells the merchant's webhook. */
export function cancelSubscription(world: World, subscription: Subscription, immediately: boolean): Subscription {
  if (subscription.status === 'canceled') throw new Refusal(422, 'ALREADY_CANCELED', 'It is canceled already.')
  const changed = change(
    world,
    subscription,
    immediately ? { status: 'canceled', canceledAtMs: world.now() } : { cancelAtIntervalEnd: true },
  )
  void announceSubscription(world, immediately ? 'subscription_cancelled' : 'subscription_updated', changed)
  return changed
}

function change(world: World, subscription: Subscription, changes: Partial<Subscription>): Subscription {
  return world.books.subscriptions.put({ ...subscription, ...changes })
}

/** Two bodies were seen: `{ immediately }`, at once by default, and `{ cancelOption }`. */
function cancelsAtOnce({ immediately, cancelOption, cancelAtIntervalEnd }: JsonObject): boolean {
  if (cancelOption === 'endInterval' || cancelAtIntervalEnd === true) return false
  if (cancelOption !== undefined && cancelOption !== 'immediately') throw invalid('cancelOption is not known.')
  return immediately !== false
}

import { pageRoutes } from '../control/page-routes'
import { createCourier } from '../deliver'
import { trapRoute, withFaults } from '../faults'
import { createOrigin, type Provider, type Stage } from '../origin'
import { createPost } from '../post'
import { createRouter } from '../router'
import { createSwitches } from '../switches'
import { createTrafficLog } from '../traffic-log'
import { createApi } from './api'
import { openBooks } from './books'
import { ledgerFragment } from './control/page-ledger'
import { controlRoutes } from './control/routes'
import { errorBody } from './errors'
import { hostedCheckoutRoutes } from './hosted-checkout'
import { watchRefund } from './refunds'
import { waitForTry } from './send-delivery'
import { SWITCHES } from './switch-catalogue'
import type { World } from './world'

const SWITCHES_COLLECTION = 'flex-switches'

/** Puts the parts of Flex together, and takes up what was under way when the sandbox stopped. */
export const flex: Provider = {
  id: 'flex',
  name: 'Flex',
  open(stage) {
    const stopping = new AbortController()
    const world = openWorld(stage, stopping.signal)
    const { log, courier, switches } = world
    for (const refund of world.books.refunds.all()) watchRefund(world, refund)
    for (const pending of world.books.pending.all()) waitForTry(world, pending)
    const ledger = () => ledgerFragment(world)
    const shown = { provider: 'Flex', origin: world.origin, log, switches, ledger, neighbours: stage.neighbours }
    return {
      handle: createOrigin({
        log,
        control: createRouter([...pageRoutes(shown), ...controlRoutes(world, stage.store)]),
        pages: createRouter([...hostedCheckoutRoutes(world), trapRoute]),
        api: withFaults(world, createApi(world, stage.apiKeys)),
      }),
      stop() {
        stopping.abort()
        courier.stop()
      },
    }
  },
}

function openWorld({ store, origin }: Stage, stopping: AbortSignal): World {
  const switches = createSwitches(store, SWITCHES_COLLECTION, SWITCHES)
  const now = () => Date.now() + switches.values.clock_offset_ms
  return {
    books: openBooks(store),
    switches,
    log: createTrafficLog(() => Date.now()),
    courier: createCourier(),
    now,
    origin: () => origin,
    stopping,
    post: createPost({ switches, stopping }),
    errorBody: (code, text) => errorBody(switches.values.error_shape, code, text),
  }
}

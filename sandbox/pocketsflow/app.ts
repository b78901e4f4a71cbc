import { pageRoutes } from '../control/page-routes'
import { createCourier } from '../deliver'
import { trapRoute, withFaults } from '../faults'
import { createOrigin, type Provider } from '../origin'
import { createPost } from '../post'
import { createRouter } from '../router'
import { createSwitches } from '../switches'
import { createTrafficLog } from '../traffic-log'
import { createApi } from './api'
import { openBooks } from './books'
import { ledgerFragment } from './control/page-ledger'
import { controlRoutes } from './control/routes'
import { hostedCheckoutRoutes } from './hosted-checkout'
import { storefrontRoutes } from './storefront'
import { SWITCHES } from './switch-catalogue'
import type { World } from './world'

const SWITCHES_COLLECTION = 'switches'

/** Puts the parts of Pocketsflow together. */
export const pocketsflow: Provider = {
  id: 'pocketsflow',
  name: 'Pocketsflow',
  open({ store, apiKeys, origin, neighbours }) {
    const stopping = new AbortController()
    const now = () => Date.now()
    const switches = createSwitches(store, SWITCHES_COLLECTION, SWITCHES)
    const world: World = {
      books: openBooks(store),
      switches,
      log: createTrafficLog(now),
      courier: createCourier(),
      now,
      origin: () => origin,
      stopping: stopping.signal,
      post: createPost({ switches, stopping: stopping.signal }),
    }
    const { log, courier } = world
    const ledger = () => ledgerFragment(world)
    const shown = { provider: 'Pocketsflow', origin: world.origin, log, switches, ledger, neighbours }
    const findPage = createRouter([...hostedCheckoutRoutes(world), ...storefrontRoutes(world), trapRoute])
    return {
      handle: createOrigin({
        log,
        control: createRouter([...pageRoutes(shown), ...controlRoutes(world, store)]),
        // The API's own path for new sessions lies where a session's page would.
        pages: (method, path) => (path === '/checkout/sessions' ? undefined : findPage(method, path)),
        api: withFaults(world, createApi(world, apiKeys)),
      }),
      stop() {
        stopping.abort()
        courier.stop()
      },
    }
  },
}

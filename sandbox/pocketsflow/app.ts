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
import { portalRoutes } from './portal'
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
    const books = openBooks(store)
    const now = () => Date.now() + (books.clock.get('clock')?.offsetMs ?? 0)
    const switches = createSwitches(store, SWITCHES_COLLECTION, SWITCHES)
    const world: World = {
      books,
      switches,
      log: createTrafficLog(now),
      courier: createCourier(),
      now,
      setNow: (ms) => void books.clock.put({ _id: 'clock', offsetMs: ms - Date.now() }),
      origin: () => origin,
      stopping: stopping.signal,
      post: createPost({ switches, stopping: stopping.signal }),
    }
    const { log, courier } = world
    const ledger = () => ledgerFragment(world)
    const shown = { provider: 'Pocketsflow', origin: world.origin, log, switches, ledger, neighbours }
    const findPage = createRouter([
      ...hostedCheckoutRoutes(world),
      ...portalRoutes(world),
      ...storefrontRoutes(world),
      trapRoute,
    ])
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
